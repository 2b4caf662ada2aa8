//! The program as people start it: the address that it shows, the page behind it, Ctrl-C.
#![cfg(all(feature = "serve", unix))]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

/// Starts `termscore serve`; the program and its address, without `http://`.
fn start(args: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_termscore"))
        .arg("serve")
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("The page is at http://").expect("an address").to_owned();
    (child, address)
}

/// The first line of the answer to a request for a path.
fn get(host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(host).expect("it listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn it_shows_its_address_and_ends_with_ctrl_c() {
    let (mut child, address) = start(&[]);
    let (host, path) = address.split_once('/').expect("a path");
    assert!(host.starts_with("127.0.0.1:"), "{address}");
    assert_eq!(path.len(), 33, "a secret of 128 bits: {address}");
    assert_eq!(get(host, &format!("/{path}")), "HTTP/1.1 200 OK");
    assert_eq!(get(host, "/"), "HTTP/1.1 404 Not Found");
    // A browser keeps a connection open that it asks nothing on.
    let _idle = TcpStream::connect(host).expect("it listens");
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("a signal");
    assert!(told.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_told() {
    let (mut child, address) = start(&[]);
    let port = address.split_once('/').and_then(|it| it.0.split_once(':')).expect("a port").1;
    let second = Command::new(env!("CARGO_BIN_EXE_termscore"))
        .args(["serve", "--port", port])
        .output()
        .expect("the program starts");
    assert_eq!(second.status.code(), Some(2));
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(told.contains("another program listens there"), "{told}");
    child.kill().and_then(|()| child.wait()).expect("it ends");
}
