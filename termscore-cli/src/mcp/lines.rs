//! Lines of standard input, checked before the SDK reads them: it passes over what is no JSON without a word, and the
//! client would wait for an answer for ever.

use std::io;

use rmcp::{
    ErrorData, RoleServer,
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::{Transport, async_rw::AsyncRwTransport},
};
use serde::de::IgnoredAny;
use tokio::{
    io::{
        AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, Stdin, Stdout, duplex, stdin,
        stdout,
    },
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

/// The longest message, as the SDK has it.
const LONGEST: u64 = 16 << 20;

/// Bytes that wait for the SDK.
const WAITING: usize = 1 << 16;

/// Standard input and output, with an answer for each line that is no JSON.
pub(super) struct Lines {
    inner: AsyncRwTransport<RoleServer, DuplexStream, Stdout>,
    /// What is wrong with lines that were kept from the SDK.
    refused: UnboundedReceiver<String>,
}

impl Lines {
    /// Starts to read. Wants a runtime.
    pub(super) fn new() -> Lines {
        let (checked, inner) = duplex(WAITING);
        let (tell, refused) = unbounded_channel();
        tokio::spawn(check(BufReader::new(stdin()), checked, tell));
        Lines { inner: AsyncRwTransport::new_server(inner, stdout()), refused }
    }
}

/// Passes on the lines that are JSON, until the input ends or nobody reads any more.
async fn check(mut input: BufReader<Stdin>, mut checked: DuplexStream, tell: UnboundedSender<String>) {
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut input).take(LONGEST).read_until(b'\n', &mut line).await;
        if read.map_or(true, |it| it == 0) {
            return;
        }
        let whole = line.ends_with(b"\n");
        // The SDK passes over a byte order mark.
        let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        let problem = match serde_json::from_slice::<IgnoredAny>(text) {
            _ if line.trim_ascii().is_empty() => continue,
            _ if !whole && line.len() as u64 == LONGEST => {
                Some(String::from("a message of more than 16 MiB"))
            }
            Ok(_) => None,
            Err(error) => Some(format!("this is no JSON: {error}")),
        };
        let passed = match problem {
            Some(it) => tell.send(it).is_ok(),
            None => checked.write_all(&line).await.is_ok(),
        };
        // What is left of a line that is too long says nothing.
        let mut rest = line.len() as u64 == LONGEST && !whole;
        while rest {
            line.clear();
            let read = (&mut input).take(LONGEST).read_until(b'\n', &mut line).await;
            rest = read.is_ok_and(|it| it > 0) && !line.ends_with(b"\n");
        }
        if !passed {
            return;
        }
    }
}

impl Transport<RoleServer> for Lines {
    type Error = io::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), io::Error>> + Send + 'static {
        self.inner.send(item)
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            tokio::select! {
                biased;
                Some(problem) = self.refused.recv() => {
                    let error = ErrorData::parse_error(problem, None);
                    self.inner.send(TxJsonRpcMessage::<RoleServer>::error(error, None)).await.ok()?;
                }
                message = self.inner.receive() => return message,
            }
        }
    }

    async fn close(&mut self) -> Result<(), io::Error> {
        self.inner.close().await
    }
}
