//! One HTTP/1.1 connection, used by one request at a time.

use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::iter::successors;
use std::net::TcpStream;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;

use crate::counted::{Counted, Stream};
use crate::{Kind, SendError};

/// A connection and the machine that drives it.
///
/// No task of its own runs it: it moves only while a request polls it. So nothing is written behind the caller's back, the counter stands
/// still once a request has ended, and dropping a request closes its connection.
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    /// `None` once the connection has ended. Boxed, because a connection changes hands with every request.
    driver: Option<Box<http1::Connection<TokioIo<Counted>, Full<Bytes>>>>,
    written: Arc<AtomicU64>,
    /// The socket under the stream, for a look past the runtime.
    socket: TcpStream,
}

/// What went wrong; how far the request got is for the counter to say.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) message: String,
}

impl Connection {
    /// HTTP over a connected stream, which runs over `socket`. Nothing is written yet.
    pub(crate) async fn open(stream: Box<dyn Stream>, socket: TcpStream) -> Result<Self, SendError> {
        let (counted, written) = Counted::new(stream);
        let (sender, driver) =
            http1::handshake(TokioIo::new(counted)).await.map_err(|error| SendError::not_sent(Kind::Connect, chain(&error)))?;
        Ok(Self { sender, driver: Some(Box::new(driver)), written, socket })
    }

    /// How many bytes of requests this connection has taken so far.
    pub(crate) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Whether another request could follow the one that has ended.
    pub(crate) fn is_ready(&mut self) -> bool {
        // Nobody waits for what this poll does not find.
        let mut cx = Context::from_waker(Waker::noop());
        if self.driver.as_mut().is_some_and(|driver| Pin::new(driver).poll(&mut cx).is_ready()) {
            self.driver = None;
        }
        self.driver.is_some() && self.sender.is_ready()
    }

    /// Whether the server has said nothing since the last reply: no close, and no word that nobody asked for. The socket itself is asked,
    /// because the runtime may not have looked at it yet.
    pub(crate) fn is_quiet(&self) -> bool {
        self.socket.peek(&mut [0]).is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Sends the request and reads the whole reply, of at most `limit` bytes.
    pub(crate) async fn exchange(&mut self, request: Request<Full<Bytes>>, limit: usize) -> Result<Response<Bytes>, Failure> {
        let Self { sender, driver, .. } = self;
        let mut conversation = pin!(async {
            let response = sender.send_request(request).await.map_err(|error| explain(&error, Kind::Closed))?;
            let (parts, body) = response.into_parts();
            Ok(Response::from_parts(parts, read(body, limit).await?))
        });
        poll_fn(|cx| {
            // Either goes on where the other has come further. They take turns instead of waking the whole task for it; what is still
            // awaited after the last turn wakes it.
            let mut unheard = Context::from_waker(Waker::noop());
            for waker in [Waker::noop(), cx.waker()] {
                if let Poll::Ready(done) = conversation.as_mut().poll(&mut unheard) {
                    return Poll::Ready(done);
                }
                if driver.as_mut().is_some_and(|driver| Pin::new(driver).poll(&mut Context::from_waker(waker)).is_ready()) {
                    // Dropped, so that the conversation hears of the end.
                    *driver = None;
                }
            }
            conversation.as_mut().poll(cx)
        })
        .await
    }
}

/// The whole body, or an error: never a part of it.
async fn read(mut body: Incoming, limit: usize) -> Result<Bytes, Failure> {
    let too_large = || Failure { kind: Kind::TooLarge, message: format!("the reply is larger than {limit} bytes") };
    let announced = body.size_hint().exact();
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| explain(&error, Kind::Truncated))?;
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit - bytes.len() {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    if announced.is_some_and(|length| length != bytes.len() as u64) {
        return Err(Failure { kind: Kind::Truncated, message: "the reply is shorter than announced".to_owned() });
    }
    Ok(bytes.freeze())
}

/// Puts a name to hyper's error; `cut` is the name for a connection that ended here.
fn explain(error: &hyper::Error, cut: Kind) -> Failure {
    let kind = if is_tls(error) {
        Kind::Tls
    } else if error.is_parse() {
        Kind::Protocol
    } else if error.is_user() {
        Kind::Request
    } else {
        cut
    };
    Failure { kind, message: chain(error) }
}

fn is_tls(error: &hyper::Error) -> bool {
    causes(error)
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()))
}

/// An error with its causes, on one line.
fn chain(error: &hyper::Error) -> String {
    let chain = causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ");
    // rustls ends one of its texts with the address of its manual, which helps no merchant.
    chain.split_once(": https://").map_or(chain.clone(), |(told, _)| told.to_owned())
}

fn causes(error: &hyper::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    successors(Some(error as &(dyn Error + 'static)), |&error| error.source())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use tokio::io::{AsyncReadExt, duplex};

    use super::*;

    /// A connection over a stream of the test's own; the socket beside it is quiet.
    async fn open(stream: impl Stream + 'static) -> Connection {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let socket = TcpStream::connect(listener.local_addr().expect("an address")).expect("a connection");
        Connection::open(Box::new(stream), socket).await.unwrap_or_else(|error| panic!("{error}"))
    }

    fn request() -> Request<Full<Bytes>> {
        Request::get("/").body(Full::default()).expect("a request")
    }

    #[tokio::test]
    async fn a_connection_that_is_already_dead_takes_nothing() {
        let (near, far) = duplex(1024);
        let mut connection = open(near).await;
        drop(far);
        let failure = connection.exchange(request(), 0).await.expect_err("a failure");
        assert_eq!((failure.kind, connection.written()), (Kind::Closed, 0));
        assert!(!connection.is_ready());
    }

    #[tokio::test]
    async fn one_byte_written_is_written() {
        let (near, mut far) = duplex(1);
        let mut connection = open(near).await;
        let read_one = async {
            far.read_u8().await.expect("a byte");
            drop(far);
        };
        let (outcome, ()) = tokio::join!(connection.exchange(request(), 0), read_one);
        assert_eq!(outcome.err().map(|failure| failure.kind), Some(Kind::Closed));
        assert!(connection.written() > 0);
    }
}
