//! How many connections there are, in all and from each address, and who is let in.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Connections from one address. A browser opens six; an office behind one address has many browsers.
pub(super) const FROM_ONE: usize = 256;

/// Counts connections.
#[derive(Debug)]
pub(super) struct Census {
    most: usize,
    present: Mutex<Present>,
}

#[derive(Debug, Default)]
struct Present {
    all: usize,
    from: HashMap<IpAddr, usize>,
}

/// The place of one connection, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    census: Arc<Census>,
    address: IpAddr,
}

/// Why a connection is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// There are as many as the server bears.
    All,
    /// There are as many from this address as one may have.
    FromOne,
}

impl Census {
    /// A census that lets so many in.
    pub(super) fn of(most: usize) -> Arc<Self> {
        Arc::new(Census { most, present: Mutex::default() })
    }

    /// A place for a connection from `address`. A proxy on this machine or in its network speaks for many readers, so
    /// such an address has no limit of its own.
    pub(super) fn admit(self: &Arc<Self>, address: IpAddr) -> Result<Seat, Full> {
        let mut present = self.present();
        if present.all >= self.most {
            return Err(Full::All);
        }
        let address = address.to_canonical();
        let from = present.from.entry(address).or_default();
        if *from >= FROM_ONE && !is_near(address) {
            return Err(Full::FromOne);
        }
        *from += 1;
        present.all += 1;
        Ok(Seat { census: Arc::clone(self), address })
    }

    #[cfg(test)]
    fn count(&self) -> usize {
        self.present().all
    }

    fn present(&self) -> MutexGuard<'_, Present> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut present = self.census.present();
        present.all = present.all.saturating_sub(1);
        if let Some(from) = present.from.get_mut(&self.address) {
            *from = from.saturating_sub(1);
            if *from == 0 {
                present.from.remove(&self.address);
            }
        }
    }
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
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
        let census = Census::of(10_000);
        let flood = address("203.0.113.7");
        let mut seats: Vec<_> = (0..FROM_ONE).map(|_| census.admit(flood).unwrap()).collect();
        assert_eq!(census.admit(flood).unwrap_err(), Full::FromOne);
        assert_eq!(census.admit(address("::ffff:203.0.113.7")).unwrap_err(), Full::FromOne);
        seats.push(census.admit(address("203.0.113.8")).unwrap());
        seats.swap_remove(0);
        assert!(census.admit(flood).is_ok());
    }

    #[test]
    fn a_proxy_nearby_is_many_readers_but_not_more_than_there_may_be() {
        let census = Census::of(FROM_ONE + 2);
        let seats: Vec<_> = (0..FROM_ONE + 2).map(|_| census.admit(address("127.0.0.1")).unwrap()).collect();
        assert_eq!(census.admit(address("::1")).unwrap_err(), Full::All);
        assert_eq!(census.count(), seats.len());
        drop(seats);
        assert_eq!((census.count(), census.present().from.len()), (0, 0));
    }
}
