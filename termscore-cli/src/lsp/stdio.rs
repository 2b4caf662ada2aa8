//! Messages over standard input and output. What cannot be read is answered with an error, so that one bad message does
//! not end the session; only where it cannot be told any more where the next message begins is it over.

use std::{
    io::{self, BufRead, Read, Write},
    sync::{Arc, OnceLock},
    thread::{self, JoinHandle},
};

use lsp_server::{Connection, ErrorCode, Message, Notification};
use serde_json::{Value, json};

/// A longer message is none: rule texts have at most 1 MiB.
const LONGEST: usize = 64 << 20;

/// The other end of a connection.
pub(super) struct Threads {
    writer: JoinHandle<()>,
    /// Why nothing more can be read, if that is not for the end of the input.
    broken: Arc<OnceLock<String>>,
}

/// Opens standard input and output.
pub(super) fn connect() -> (Connection, Threads) {
    let (server, client) = Connection::memory();
    let Connection { sender, receiver } = client;
    let broken = Arc::new(OnceLock::new());
    let why = Arc::clone(&broken);
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            match read(&mut input) {
                Ok(Some(Ok(message))) => {
                    let is_exit = matches!(&message, Message::Notification(Notification { method, .. }) if method == "exit");
                    if sender.send(message).is_err() || is_exit {
                        return;
                    }
                }
                Ok(Some(Err(answer))) => {
                    if write(&answer).is_err() {
                        return;
                    }
                }
                Ok(None) => return,
                Err(problem) => {
                    let _ = why.set(problem);
                    return;
                }
            }
        }
    });
    let writer = thread::spawn(move || {
        for message in receiver {
            if message.write(&mut io::stdout().lock()).is_err() {
                return;
            }
        }
    });
    (server, Threads { writer, broken })
}

impl Threads {
    /// Waits until all that was sent is written; the reader is left alone, because it may wait for ever.
    pub(super) fn finish(self) {
        // A panic of the writer has been told already.
        let _ = self.writer.join();
    }

    /// Why nothing more could be read.
    pub(super) fn problem(&self) -> Option<String> {
        self.broken.get().cloned()
    }
}

/// The next message, or what to answer to one that cannot be read; nothing at the end of the input.
fn read(input: &mut impl BufRead) -> Result<Option<Result<Message, Value>>, String> {
    let mut length = None;
    let mut first = true;
    loop {
        let mut line = Vec::new();
        let n = input.by_ref().take(4096).read_until(b'\n', &mut line).map_err(|it| it.to_string())?;
        if n == 0 && first {
            return Ok(None);
        }
        first = false;
        let line = String::from_utf8_lossy(&line);
        if !line.ends_with('\n') {
            return Err("the input ended inside of a message".to_owned());
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let length = length.filter(|it| *it <= LONGEST).ok_or(
        "a message without a usable `Content-Length`: this is for editors that speak the language server protocol",
    )?;
    let mut body = Vec::new();
    let n = input.by_ref().take(length as u64).read_to_end(&mut body).map_err(|it| it.to_string())?;
    if n < length {
        return Err("the input ended inside of a message".to_owned());
    }
    Ok(Some(serde_json::from_slice::<Message>(&body).map_err(|_| {
        match serde_json::from_slice::<Value>(&body) {
            Ok(_) => refusal(ErrorCode::InvalidRequest, "this is no request, notification or response"),
            Err(error) => refusal(ErrorCode::ParseError, &format!("this is no JSON: {error}")),
        }
    })))
}

/// An error that answers no message in particular.
fn refusal(code: ErrorCode, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": null, "error": { "code": code as i32, "message": message } })
}

fn write(answer: &Value) -> io::Result<()> {
    let text = answer.to_string();
    let mut output = io::stdout().lock();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        let mut input = io::Cursor::new(text.as_bytes());
        let mut all = Vec::new();
        loop {
            match read(&mut input) {
                Ok(None) => return all,
                Ok(Some(Ok(Message::Notification(it)))) => all.push(it.method),
                Ok(Some(Ok(_))) => all.push(String::from("another message")),
                Ok(Some(Err(answer))) => all.push(answer["error"]["code"].to_string()),
                Err(problem) => {
                    all.push(problem);
                    return all;
                }
            }
        }
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn a_message_that_cannot_be_read_hides_none_after_it() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"initialized"}"#);
        let all = read_all(&[framed("{bad"), good.clone(), framed("[]"), good].concat());
        assert_eq!(all, ["-32700", "initialized", "-32600", "initialized"]);
    }

    #[test]
    fn what_has_no_length_is_told_in_one_line() {
        for text in ["garbage\r\n\r\n", "Content-Length: 99999999999999\r\n\r\n", "Content-Length: x\r\n\r\n"]
        {
            let all = read_all(text);
            assert!(all.len() == 1 && all[0].starts_with("a message without a usable"), "{all:?}");
        }
        assert_eq!(read_all("Content-Length: 9\r\n\r\n{}"), ["the input ended inside of a message"]);
        assert_eq!(read_all(""), [""; 0]);
    }
}
