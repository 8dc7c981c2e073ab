//! The limits of connections, in all and for each client.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::http::StatusCode;

/// Connections from one address. A browser opens six; an office behind one address has many browsers.
pub(in crate::web) const FROM_ONE: usize = 256;

/// Counts connections.
#[derive(Debug)]
pub(in crate::web) struct ConnectionLimit {
    most: usize,
    present: Mutex<OpenConnections>,
}

#[derive(Debug, Default)]
struct OpenConnections {
    all: usize,
    from: HashMap<IpAddr, usize>,
}

/// The place of one connection, given back when it is dropped.
#[derive(Debug)]
pub(in crate::web) struct ConnectionPermit {
    limit: Arc<ConnectionLimit>,
    _client: Option<ClientPermit>,
}

/// One of the connections of a client, or, where a proxy has the connection, one of its requests, until it is dropped.
#[derive(Debug)]
pub(in crate::web) struct ClientPermit {
    limit: Arc<ConnectionLimit>,
    client: IpAddr,
}

/// The reason to refuse a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Rejected {
    /// The server has as many as it may have.
    All,
    /// This address has as many as it may have.
    PerAddress,
}

impl Rejected {
    /// The status of the answer.
    pub(in crate::web) fn status(self) -> StatusCode {
        match self {
            Rejected::All => StatusCode::SERVICE_UNAVAILABLE,
            Rejected::PerAddress => StatusCode::TOO_MANY_REQUESTS,
        }
    }
}

impl ConnectionLimit {
    /// A limit of `most` connections.
    pub(in crate::web) fn new(most: usize) -> Arc<Self> {
        Arc::new(ConnectionLimit { most, present: Mutex::default() })
    }

    /// A permit for a connection from `address`; `None` is a trusted proxy, which names its clients, or the peer of
    /// a Unix socket.
    pub(in crate::web) fn admit(self: &Arc<Self>, address: Option<IpAddr>) -> Result<ConnectionPermit, Rejected> {
        let mut present = self.present();
        if present.all >= self.most {
            return Err(Rejected::All);
        }
        let client = address.map(|address| self.count_client(&mut present, address)).transpose()?;
        present.all += 1;
        Ok(ConnectionPermit { limit: Arc::clone(self), _client: client })
    }

    /// A permit for a request that a proxy forwards for `address`.
    pub(in crate::web) fn admit_client(self: &Arc<Self>, address: IpAddr) -> Result<ClientPermit, Rejected> {
        self.count_client(&mut self.present(), address)
    }

    /// A proxy on this machine or in its network forwards many readers, so such an address has no limit of its own.
    fn count_client(
        self: &Arc<Self>,
        present: &mut OpenConnections,
        address: IpAddr,
    ) -> Result<ClientPermit, Rejected> {
        let client = client(address);
        let from = present.from.entry(client).or_default();
        if *from >= FROM_ONE && !is_near(client) {
            return Err(Rejected::PerAddress);
        }
        *from += 1;
        Ok(ClientPermit { limit: Arc::clone(self), client })
    }

    #[cfg(test)]
    fn count(&self) -> usize {
        self.present().all
    }

    fn present(&self) -> MutexGuard<'_, OpenConnections> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionPermit {
    /// The limit that it counts for.
    pub(in crate::web) fn limit(&self) -> &Arc<ConnectionLimit> {
        &self.limit
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut present = self.limit.present();
        present.all = present.all.saturating_sub(1);
    }
}

impl Drop for ClientPermit {
    fn drop(&mut self) {
        let mut present = self.limit.present();
        if let Some(from) = present.from.get_mut(&self.client) {
            *from = from.saturating_sub(1);
            if *from == 0 {
                present.from.remove(&self.client);
            }
        }
    }
}

/// The client that an address stands for. For IPv6 that is the network: each home has 2⁶⁴ addresses (RFC 6177), and one client
/// may use as many as it likes. An IPv4 address that is mapped or behind NAT64 (RFC 6052) counts as that IPv4 address.
fn client(address: IpAddr) -> IpAddr {
    let IpAddr::V6(address) = address.to_canonical() else { return address.to_canonical() };
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        _ if address.is_loopback() => IpAddr::V6(address),
        [a, b, c, d, ..] => IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)),
    }
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_gets_so_many_and_others_go_on() {
        let connection_limit = ConnectionLimit::new(10_000);
        let flood = address("203.0.113.7");
        let mut seats: Vec<_> = (0..FROM_ONE).map(|_| connection_limit.admit(Some(flood)).unwrap()).collect();
        assert_eq!(connection_limit.admit(Some(flood)).unwrap_err(), Rejected::PerAddress);
        assert_eq!(connection_limit.admit(Some(address("::ffff:203.0.113.7"))).unwrap_err(), Rejected::PerAddress);
        seats.push(connection_limit.admit(Some(address("203.0.113.8"))).unwrap());
        seats.swap_remove(0);
        assert!(connection_limit.admit(Some(flood)).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_is_one_client_and_a_mapped_address_is_the_one_it_stands_for() {
        for (first, second, is_one) in [
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("::ffff:203.0.113.7", "203.0.113.7", true),
            ("::ffff:203.0.113.7", "::ffff:203.0.113.8", false),
            ("64:ff9b::203.0.113.7", "203.0.113.7", true),
            ("64:ff9b::203.0.113.7", "64:ff9b::203.0.113.8", false),
            ("203.0.113.7", "203.0.113.8", false),
        ] {
            assert_eq!(client(address(first)) == client(address(second)), is_one, "{first} {second}");
        }
        let connection_limit = ConnectionLimit::new(10_000);
        let from = |n: usize| address(&format!("2001:db8:0:1::{n:x}"));
        let seats: Vec<_> = (0..FROM_ONE).map(|n| connection_limit.admit(Some(from(n))).unwrap()).collect();
        assert_eq!(connection_limit.admit(Some(from(FROM_ONE))).unwrap_err(), Rejected::PerAddress);
        let other = connection_limit.admit(Some(address("2001:db8:0:2::1"))).unwrap();
        drop((seats, other));
        assert!(connection_limit.present().from.is_empty());
    }

    #[test]
    fn the_clients_of_a_trusted_proxy_are_counted_and_the_proxy_is_not() {
        let connection_limit = ConnectionLimit::new(10_000);
        let seats: Vec<_> = (0..2 * FROM_ONE).map(|_| connection_limit.admit(None).unwrap()).collect();
        let flood = address("203.0.113.7");
        let mut requests: Vec<_> = (0..FROM_ONE).map(|_| connection_limit.admit_client(flood).unwrap()).collect();
        assert_eq!(connection_limit.admit_client(flood).unwrap_err(), Rejected::PerAddress);
        // It is one client, whether it comes by itself or through the proxy.
        assert_eq!(connection_limit.admit(Some(flood)).unwrap_err(), Rejected::PerAddress);
        assert!(connection_limit.admit_client(address("203.0.113.8")).is_ok());
        requests.pop();
        assert!(connection_limit.admit_client(flood).is_ok());
        drop((seats, requests));
        assert_eq!((connection_limit.count(), connection_limit.present().from.len()), (0, 0));
    }

    #[test]
    fn whoever_is_near_may_be_a_proxy() {
        for (text, near) in [
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("192.168.1.1", true),
            ("169.254.1.1", true),
            ("::1", true),
            ("::ffff:10.1.2.3", true),
            ("fd00::1", true),
            ("fe80::1", true),
            ("203.0.113.7", false),
            ("2001:db8::1", false),
            ("64:ff9b::203.0.113.7", false),
        ] {
            assert_eq!(is_near(client(address(text))), near, "{text}");
        }
    }

    #[test]
    fn a_proxy_nearby_is_many_readers_but_not_more_than_there_may_be() {
        let connection_limit = ConnectionLimit::new(FROM_ONE + 2);
        let seats: Vec<_> =
            (0..FROM_ONE + 2).map(|_| connection_limit.admit(Some(address("127.0.0.1"))).unwrap()).collect();
        assert_eq!(connection_limit.admit(Some(address("::1"))).unwrap_err(), Rejected::All);
        assert_eq!(connection_limit.count(), seats.len());
        drop(seats);
        assert_eq!((connection_limit.count(), connection_limit.present().from.len()), (0, 0));
    }
}
