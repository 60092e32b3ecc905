FROM rust:1.88-slim AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path . --root /out

FROM debian:stable-slim
# --since asks git.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/bin/copydesk /usr/local/bin/copydesk
WORKDIR /articles
ENTRYPOINT ["copydesk"]
