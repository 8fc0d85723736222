//! A stream that counts what was written to it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What a connection runs over: TCP, or TLS over it.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Counts the bytes that the stream below has taken. It stands above TLS, so that a handshake does not count and a request always does,
/// even while TLS still holds it back.
pub(crate) struct Counted {
    stream: Box<dyn Stream>,
    written: Arc<AtomicU64>,
}

impl Counted {
    /// The stream and its counter.
    pub(crate) fn new(stream: Box<dyn Stream>) -> (Self, Arc<AtomicU64>) {
        let written = Arc::new(AtomicU64::new(0));
        (Self { stream, written: written.clone() }, written)
    }
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

// The vectored forms stay at their defaults, which end in `poll_write`: one place counts.
impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, buf);
        let taken = match &result {
            Poll::Ready(Ok(count)) => *count,
            // TLS can fail after some records have left: a failed write counts as a written one.
            Poll::Ready(Err(_)) => buf.len(),
            Poll::Pending => 0,
        };
        self.written.fetch_add(taken as u64, Ordering::Relaxed);
        result
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncWriteExt, duplex};

    use super::*;

    #[tokio::test]
    async fn what_is_taken_counts_and_so_does_what_failed() {
        let (near, far) = duplex(4);
        let (mut counted, written) = Counted::new(Box::new(near));
        assert_eq!(written.load(Ordering::Relaxed), 0);
        assert_eq!(counted.write(b"123456").await.expect("room for four"), 4);
        assert_eq!(written.load(Ordering::Relaxed), 4);
        drop(far);
        counted.write(b"56").await.expect_err("nobody there");
        assert_eq!(written.load(Ordering::Relaxed), 6);
    }
}
