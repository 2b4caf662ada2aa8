//! scratch
#[test]
fn compiles() {
    for name in ["std", "freelance"] {
        let s = termscore_rulepacks::sources(name).unwrap();
        let (p, d) = termscore_dsl::check(&s, &termscore_rulepacks::resolve);
        println!("{d}");
        assert!(p.is_some());
    }
}
