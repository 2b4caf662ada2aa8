//! Compressed streams in, a verdict out: a small file must not unfold to gigabytes in the library, which has no limit.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::ExtractError;

/// Page content and fonts stay far below this, in bytes; pictures do not, but nobody unfolds them.
const MOST: u64 = 64 << 20;

/// Deflate makes no stream more than this many times larger.
const RATIO: usize = 1_032;

/// # Errors
/// [`ExtractError::TooLarge`] if a stream that is no picture unfolds to more than 64 MiB.
pub(super) fn check(bytes: &[u8]) -> Result<(), ExtractError> {
    let mut from = 0;
    while let Some(at) = find(bytes, from, b"stream") {
        let start = bytes.get(at + 6..).map_or(bytes.len(), |rest| {
            at + 6 + rest.iter().take(2).take_while(|it| matches!(it, b'\r' | b'\n')).count()
        });
        let end = find(bytes, start, b"endstream").unwrap_or(bytes.len());
        let body = bytes.get(start..end).unwrap_or_default();
        // Its dictionary stands before it.
        let head = bytes.get(at.saturating_sub(1_000)..at).unwrap_or_default();
        let head = find_last(head, b"obj").and_then(|it| head.get(it..)).unwrap_or(head);
        let is_picture = find(head, 0, b"/Image").is_some();
        if body.len() >= MOST as usize / RATIO && !is_picture && body.starts_with(b"\x78") {
            let unfolded = std::io::copy(&mut ZlibDecoder::new(body).take(MOST + 1), &mut std::io::sink());
            // One that breaks off is damaged, which the library will find.
            if unfolded.is_ok_and(|it| it > MOST) {
                return Err(ExtractError::TooLarge { what: "a stream of the PDF", limit: "64 MiB" });
            }
        }
        from = end + 9;
    }
    Ok(())
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = from;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|it| *it == first)?;
        if bytes.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).rposition(|it| it == needle)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    #[test]
    fn streams_that_unfold_too_far_are_refused() {
        let stream = |head: &str, n_bytes: usize| -> Vec<u8> {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
            let block = vec![b' '; 1 << 20];
            for _ in 0..n_bytes >> 20 {
                encoder.write_all(&block).unwrap_or_default();
            }
            let body = encoder.finish().unwrap_or_default();
            [format!("1 0 obj <<{head}>> stream\n").as_bytes(), &body, b"\nendstream endobj"].concat()
        };
        assert!(check(&stream("/Filter/FlateDecode", 70 << 20)).is_err());
        assert_eq!(check(&stream("/Filter/FlateDecode", 50 << 20)), Ok(()));
        assert_eq!(check(&stream("/Subtype/Image", 70 << 20)), Ok(()));
        assert_eq!(check(b"stream"), Ok(()));
    }
}
