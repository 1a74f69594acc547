//! The virtual passport as a card in a virtual reader: the protocol of vpcd, the reader driver of
//! vsmartcard, which the card connects to over TCP (port 35963 by default).
//!
//! A message is its length as 16 bits, big-endian, then as many bytes. One byte from the reader is a control:
//! 0 power off, 1 power on, 2 reset, 4 the question for the ATR, which alone of these is answered. Anything
//! longer is a command.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Passport;

/// The port on which vpcd waits for the card of its first reader.
pub const PORT: u16 = 35_963;

/// The answer to reset of a contactless card (PC/SC part 3, section 3.1.3.2.3.1) without historical bytes but
/// for the card capabilities: short file identifiers, extended lengths.
pub const ATR: [u8; 10] = [0x3B, 0x85, 0x80, 0x01, 0x80, 0x73, 0x80, 0x21, 0x40, 0x16];

const ATR_QUESTION: u8 = 4;

/// The connection to a virtual reader, on which no piece of a message waits for another: written at once, and
/// acknowledged at once. vpcd sends a message in two pieces and the second not before the first is acknowledged,
/// which the system would put off by 40 ms for every command.
#[derive(Debug)]
pub struct Connection(TcpStream);

impl Connection {
    /// Connects to vpcd; a reader that is silent for longer than `silence` counts as gone.
    pub fn open(
        address: &SocketAddr,
        patience: Duration,
        silence: Option<Duration>,
    ) -> io::Result<Connection> {
        let stream = TcpStream::connect_timeout(address, patience)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(silence)?;
        Ok(Connection(stream))
    }
}

impl Read for Connection {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        #[cfg(target_os = "linux")]
        rustix::net::sockopt::set_tcp_quickack(&self.0, true)?;
        self.0.read(to)
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Serves a reader until it closes the connection. A card that is pulled by a fault answers nothing more:
/// the connection ends, as contact does.
pub fn serve(passport: &mut Passport, stream: &mut (impl Read + Write)) -> io::Result<()> {
    loop {
        let Some(message) = receive(stream)? else {
            return Ok(());
        };
        match message[..] {
            [] => {}
            [ATR_QUESTION] => send(stream, &ATR)?,
            // Power off, power on, reset.
            [0..=2] => passport.reset(),
            [_] => {}
            _ => match passport.transmit(&message) {
                Some(answer) => send(stream, &answer)?,
                None => return Ok(()),
            },
        }
    }
}

/// One message; `None` at the end of the stream.
fn receive(stream: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 2];
    match stream.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message)?;
    Ok(Some(message))
}

fn send(stream: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len())
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "the answer is too long"))?;
    stream.write_all(&[&length.to_be_bytes(), message].concat())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};

    use super::{ATR, serve};
    use crate::{Design, Passport, Quirks};
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    struct Pipe<'a> {
        from: &'a [u8],
        to: Vec<u8>,
    }

    impl Read for Pipe<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.from.read(to)
        }
    }

    impl Write for Pipe<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.to.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn controls_and_commands() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let document = Design::default().personalise(&mut rng).unwrap();
        let mut passport = Passport::new(document, Quirks::default(), Box::new(rng));
        let select = [0x00, 0xA4, 0x04, 0x0C, 7, 0xA0, 0, 0, 2, 0x47, 0x10, 1];
        let messages: [&[u8]; 4] = [&[1], &[4], &select, &[0]];
        let from: Vec<u8> = messages
            .iter()
            .flat_map(|message| [&[0, message.len() as u8], *message].concat())
            .collect();
        let mut pipe = Pipe {
            from: &from,
            to: Vec::new(),
        };
        serve(&mut passport, &mut pipe).unwrap();
        assert_eq!(
            pipe.to,
            [&[0, ATR.len() as u8], &ATR[..], &[0, 2, 0x90, 0x00]].concat()
        );
        // Cut off in the middle of a message.
        let mut pipe = Pipe {
            from: &from[..5],
            to: Vec::new(),
        };
        assert!(serve(&mut passport, &mut pipe).is_err());
    }
}
