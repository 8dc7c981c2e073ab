# Varnish in front of Litopys: /etc/varnish/litopys.vcl. It needs vmod_xkey (Debian: varnish-modules), and in site.toml
#     [cache]
#     keys = "xkey"
# so that a page can be kept for a day and dropped the moment it changes. docs/OPERATIONS.md, "Surrogate keys".
vcl 4.1;

import std;
import xkey;

backend default {
    .host = "127.0.0.1";
    .port = "8080";
    .first_byte_timeout = 60s;
    .probe = {
        .url = "/robots.txt";
        .interval = 5s;
    }
}

acl local {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # What comes through nginx comes from here, too; nginx.conf sets this header on all of it.
        if (client.ip !~ local || req.http.X-Forwarded-Proto) {
            return (synth(403));
        }
        set req.http.n = xkey.purge(req.http.xkey-purge);
        return (synth(200, "Purged " + req.http.n));
    }
}

# A page below a language depends on its address alone. What depends on the reader says `private, no-store`.
sub vcl_req_cookie {
    return;
}

sub vcl_backend_response {
    if (beresp.http.xkey && beresp.ttl > 0s) {
        set beresp.ttl = 1d;
    }
    # While the server is away, readers get the page as it was last.
    if (beresp.ttl > 0s) {
        set beresp.grace = 7d;
    }
    # Files are sent as they come; those of more than 10 MB are not kept.
    if (bereq.url ~ "/media/" && std.integer(beresp.http.Content-Length, 0) > 10000000) {
        set beresp.uncacheable = true;
        set beresp.do_stream = true;
    }
}

sub vcl_deliver {
    unset resp.http.xkey;
}
