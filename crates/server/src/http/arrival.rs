//! Clients that connect and then send nothing, or a byte now and then, to take a place from others.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// So many bytes tell HTTP/1.1 from HTTP/2 (RFC 9113, 3.4) and begin any request; the timeouts of
/// the protocols begin after them.
const FIRST_BYTES: usize = 24;
/// Longest time for the body of a request. Photographs on slow lines need most of it.
const BODY_WITHIN: Duration = Duration::from_secs(180);

/// A connection whose first bytes must come in time.
pub(super) struct Prompt<S> {
    stream: S,
    read: usize,
    late: Pin<Box<Sleep>>,
}

impl<S> Prompt<S> {
    pub(super) fn new(stream: S, within: Duration) -> Self {
        Self {
            stream,
            read: 0,
            late: Box::pin(sleep(within)),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Prompt<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.read += buffer.filled().len() - before;
        if polled.is_pending() && self.read < FIRST_BYTES {
            ready!(self.late.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Prompt<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A body that must have come whole in time.
pub(super) struct Timely<B> {
    body: B,
    late: Pin<Box<Sleep>>,
}

impl<B> Timely<B> {
    pub(super) fn new(body: B) -> Self {
        Self {
            body,
            late: Box::pin(sleep(BODY_WITHIN)),
        }
    }
}

impl<B> HttpBody for Timely<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Pending => {
                ready!(self.late.as_mut().poll(context));
                Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::TimedOut).into())))
            }
            Poll::Ready(frame) => Poll::Ready(frame.map(|frame| frame.map_err(Into::into))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// How many connections each address holds.
#[derive(Clone, Default)]
pub(super) struct Guests(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection of an address; given up when dropped.
pub(super) struct Guest {
    guests: Guests,
    address: IpAddr,
}

impl Guests {
    /// Lets in one more connection of this address, unless it holds `most` already.
    pub(super) fn admit(&self, address: IpAddr, most: usize) -> Option<Guest> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Guest {
            guests: self.clone(),
            address,
        })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut held = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn whoever_sends_too_little_at_first_is_late() {
        for sent in [&b""[..], b"PRI"] {
            let (mut client, server) = duplex(64);
            client.write_all(sent).await.unwrap();
            let mut read = Vec::new();
            let error = Prompt::new(server, Duration::from_millis(20))
                .read_to_end(&mut read)
                .await
                .unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            assert_eq!(read, sent);
        }
    }

    #[tokio::test]
    async fn whoever_began_may_be_silent() {
        let (mut client, server) = duplex(64);
        client.write_all(&[b'a'; FIRST_BYTES]).await.unwrap();
        let mut server = Prompt::new(server, Duration::from_millis(20));
        server.read_exact(&mut [0; FIRST_BYTES]).await.unwrap();
        let silent = tokio::time::timeout(Duration::from_millis(80), server.read_u8()).await;
        assert!(silent.is_err(), "still waiting");
    }

    #[test]
    fn an_address_holds_only_so_many_connections() {
        let guests = Guests::default();
        let [one, two] = [[10, 0, 0, 1], [10, 0, 0, 2]].map(IpAddr::from);
        let first = guests.admit(one, 2).unwrap();
        let _second = guests.admit(one, 2).unwrap();
        assert!(guests.admit(one, 2).is_none());
        assert!(guests.admit(two, 2).is_some());
        drop(first);
        assert!(guests.admit(one, 2).is_some());
    }
}
