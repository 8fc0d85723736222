//! A listener that is no simulator: it shows whether anybody came, and what was posted.

use std::{
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
};

pub(crate) struct Listener(TcpListener);

impl Listener {
    pub(crate) fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").expect("a port"))
    }

    /// Its address as a base URL, which is taken to mean TLS.
    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.0.local_addr().expect("an address"))
    }

    /// Its address for a caller without TLS.
    pub(crate) fn plain_url(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("an address"))
    }

    /// Whether a caller waits. Whoever has connected is in the queue, served or not.
    pub(crate) fn is_called(&self) -> bool {
        self.0.set_nonblocking(true).expect("a socket");
        match self.0.accept() {
            Ok(_) => true,
            Err(error) if error.kind() == ErrorKind::WouldBlock => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Waits for a plain HTTP request, and answers it with what `answer` makes of its body.
    pub(crate) fn take_post(&self, answer: impl FnOnce(&[u8]) -> String) {
        let (stream, _) = self.0.accept().expect("a caller");
        let answer = answer(&body(&stream));
        write!(&stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}", answer.len()).expect("a reader");
    }
}

fn body(stream: &TcpStream) -> Vec<u8> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a head");
        match line.trim_end().to_ascii_lowercase().split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().expect("a length"),
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    body
}
