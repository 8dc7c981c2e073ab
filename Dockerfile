# The image of Litopys: the program, the system libraries that it is linked with, and nothing else; no shell, no root.
#
#     docker build --build-arg SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" --build-arg COMMIT="$(git rev-parse --short=12 HEAD)" -t litopys .
#     docker run -p 8080:8080 -v /srv/archive:/archive:ro -v litopys:/state litopys
#
# `--target deb --output DIR` gives the Debian package instead. podman and buildah build it as well.
FROM docker.io/library/rust:1.95.0-slim-bookworm@sha256:d7482085ff5b415f84dba5647ae71606650bdef00db7aeb69f4b3d170c3e4082 AS build
ARG SOURCE_DATE_EPOCH=0
# A program that is built already, a path in this folder. Its features are then as they are.
ARG PROGRAM=
# What `litopys --version` says.
ARG COMMIT=unknown
WORKDIR /src
COPY . .
RUN if [ -z "$PROGRAM" ]; then \
        PROGRAM=target/dist/litopys; \
        LITOPYS_COMMIT="$COMMIT" RUSTFLAGS="--remap-path-prefix=/src=. --remap-path-prefix=/usr/local/cargo=cargo" \
            cargo build --locked --profile dist --features "$(bash packaging/features)" --bin litopys --bin generate; \
    fi; \
    install -D "$PROGRAM" /image/usr/bin/litopys
# The libraries that it needs, under the names by which it asks for them; certificates, for archives in an object store; the
# licences of what is built in; the user, and folders that are theirs.
RUN ldd /image/usr/bin/litopys | grep -o '/[^ ]*' | xargs -I{} install -D {} /image{}; \
    if [ -e /etc/ssl/certs/ca-certificates.crt ]; then \
        install -D -m 644 /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ca-certificates.crt; \
    fi; \
    install -D -m 644 -t /image/usr/share/doc/litopys/licences \
        LICENSE-MIT LICENSE-APACHE src/search/data/licences/*.txt src/media/card/fonts/OFL.txt; \
    printf 'litopys:x:65532:65532::/state:/\n' >/image/etc/passwd; \
    printf 'litopys:x:65532:\n' >/image/etc/group; \
    install -d -o 65532 -g 65532 /image/state /image/archive; \
    install -d -m 1777 /image/tmp; \
    find /image -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# The Debian package.
FROM build AS package
ARG SOURCE_DATE_EPOCH=0
RUN cargo install --quiet --locked --version 3.8.0 cargo-deb
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends dpkg-dev >/dev/null
RUN bash packaging/files target/dist && cargo deb --no-build --profile dist --output /package/

FROM scratch AS deb
COPY --from=package /package/ /

FROM scratch
COPY --from=build /image/ /
USER 65532:65532
VOLUME /state
EXPOSE 8080 9090
# The admin address is for the orchestrator and the metrics; publish port 8080 alone.
ENTRYPOINT ["/usr/bin/litopys"]
CMD ["serve", "--archive", "/archive", "--state", "/state", "--listen", ":8080", "--admin", ":9090"]
