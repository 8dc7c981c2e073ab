//! Configurations of web servers for the exported files, which answer as `litopys serve` does.

mod apache;
mod apache_headers;
mod apache_language;
mod apache_rules;
mod caddy;
pub(super) mod configuration;
mod negotiation;
mod nginx;
mod nginx_headers;
mod nginx_language;
mod tables;
