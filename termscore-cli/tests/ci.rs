//! The example for continuous integration, run on a repository that is made for it.

use std::{fs, path::Path, process::Command};

/// Commits what stands in the folder.
fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(folder)
        .output()
        .expect("git starts");
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Runs the script against `main`; its exit status and all that it wrote.
fn check(folder: &Path) -> (Option<i32>, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ci/check-templates.sh");
    let done = Command::new("bash")
        .arg(script)
        .args(["main", "templates"])
        .current_dir(folder)
        .env("TERMSCORE", env!("CARGO_BIN_EXE_termscore"))
        .env("OPTIONS", "--kind freelance")
        .env("FAIL_UNDER", "10")
        .env("SUMMARY", folder.join("summary.md"))
        .env("NO_COLOR", "1")
        .output()
        .expect("bash starts");
    let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    (done.status.code(), text)
}

#[test]
fn a_change_fails_when_it_makes_a_template_worse() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts/software-consultancy.txt");
    let good = fs::read_to_string(sample).expect("a sample");
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let template = folder.join("templates/consulting offer.txt");
    fs::create_dir_all(folder.join("templates")).expect("a folder");
    fs::write(&template, &good).expect("written");
    git(folder, &["init", "--quiet", "--initial-branch", "main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "-m", "templates"]);
    git(folder, &["checkout", "--quiet", "-b", "change"]);

    fs::write(folder.join("README.md"), "Our templates").expect("written");
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "-m", "nothing about templates"]);
    let (status, text) = check(folder);
    assert_eq!((status, text.trim()), (Some(0), "no template changed"));

    let worse = good.clone()
        + "\n99. Machine learning. Contractor grants Client a perpetual, irrevocable, worldwide licence to use the Work to \
           train any artificial intelligence model, and Contractor shall indemnify Client against all claims without limit.\n";
    fs::write(&template, worse).expect("written");
    git(folder, &["commit", "--quiet", "-am", "worse"]);
    let (status, text) = check(folder);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("its score is"), "{text}");
    let summary = fs::read_to_string(folder.join("summary.md")).expect("a summary");
    assert!(summary.contains("### New"), "{summary}");

    // Renamed, and as good as it was.
    fs::write(&template, &good).expect("written");
    git(folder, &["mv", "templates/consulting offer.txt", "templates/consulting.txt"]);
    git(folder, &["commit", "--quiet", "-am", "as it was"]);
    let (status, text) = check(folder);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("== templates/consulting.txt"), "{text}");
}

#[test]
fn a_base_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &["init", "--quiet", "--initial-branch", "other"]);
    git(folder.path(), &["commit", "--quiet", "--allow-empty", "-m", "empty"]);
    let (status, text) = check(folder.path());
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("fetch the whole history"), "{text}");
}
