//! The PROXY protocol: the result does not depend on how the bytes are split, and no byte after a preface is lost.

use std::{io, net::IpAddr, sync::LazyLock};

use litopys::web::{Preface, read_preface};
use tokio::{io::AsyncReadExt, runtime::Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads"));

const SIGNATURES: [&[u8]; 2] = [b"PROXY ", b"\r\n\r\n\0\r\nQUIT\n"];

pub(super) fn run(data: &[u8]) {
    let whole = read(data, data.len());
    for at in [1, 6, 13, 16, 107, 113, data.len() / 2] {
        assert_eq!(read(data, at.min(data.len())), whole, "in two pieces, cut at {at}");
    }
    let Ok((client, rest)) = whole else {
        assert!(SIGNATURES.iter().any(|signature| data.starts_with(signature)), "only a preface is an error");
        return;
    };
    assert!(data.ends_with(&rest), "the rest is as it was sent");
    let preface = &data[..data.len() - rest.len()];
    assert!(preface.len() <= 4096);
    match preface {
        [] => assert_eq!(client, None),
        _ => assert!(SIGNATURES.iter().any(|signature| preface.starts_with(signature)), "nothing else is taken away"),
    }
}

/// The client, and everything behind the preface, of a connection on which `data` comes in two pieces.
fn read(data: &[u8], at: usize) -> Result<(Option<IpAddr>, Vec<u8>), io::ErrorKind> {
    let (first, second) = data.split_at(at);
    RUNTIME.block_on(async {
        let mut stream = AsyncReadExt::chain(first, second);
        let Preface { client, mut rest } = read_preface(&mut stream).await.map_err(|error| error.kind())?;
        stream.read_to_end(&mut rest).await.map_err(|error| error.kind())?;
        Ok((client, rest))
    })
}
