#!/usr/bin/env bash
# swift.sh start HOME PORT | stop HOME: an S3-compatible object store on loopback, OpenStack Swift with its s3api, which says 501 to conditional writes.
# Prints what a client needs; the buckets "cache" and "full" (of a thousand bytes) exist afterwards. Debian, root; everything lies in HOME, and it listens on PORT and the 39 ports after it.
set -euo pipefail
command=$1 home=$2 port=${3:-}

source "$(dirname "${BASH_SOURCE[0]}")/../servers/daemons.sh"

stop() {
  end "$home"/run/*.pid
}

# storage KIND PORT: one storage server with one device.
storage() {
  cat >"$home/etc/$1-server.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $2
workers = 0
user = swift
swift_dir = $home/etc
devices = $home/data
mount_check = false
log_level = WARNING
[pipeline:main]
pipeline = $1-server
[app:$1-server]
use = egg:swift#$1
CONF
  [[ -s $home/etc/$1.ring.gz ]] && return
  swift-ring-builder "$home/etc/$1.builder" create 4 1 0 >/dev/null
  swift-ring-builder "$home/etc/$1.builder" add "r1z1-127.0.0.1:$2/disk" 1 >/dev/null
  swift-ring-builder "$home/etc/$1.builder" rebalance >/dev/null
}

launch() {
  alive "$home/run/$1.pid" && return
  SWIFT_CONF=$home/etc/swift.conf setsid "swift-$1-server" "$home/etc/$1-server.conf" --verbose </dev/null >"$home/log/$1.log" 2>&1 &
  echo $! >"$home/run/$1.pid"
}

# The buckets are made through Swift's own door: curl cannot sign for a key name with a colon.
make_buckets() {
  local token url=http://127.0.0.1:$port/v1/AUTH_eos
  token=$(curl -fsi --max-time 10 -H 'X-Auth-User: eos:writer' -H "X-Auth-Key: $(<"$home/secret")" "http://127.0.0.1:$port/auth/v1.0" |
    tr -d '\r' | awk 'tolower($1) == "x-auth-token:" {print $2}')
  [[ -n $token ]] && curl -fs -o /dev/null --max-time 10 -X PUT -H "X-Auth-Token: $token" "$url/cache" &&
    curl -fs -o /dev/null --max-time 10 -X PUT -H "X-Auth-Token: $token" -H 'X-Container-Meta-Quota-Bytes: 1000' "$url/full"
}

start() {
  install -d -m 755 "$home" "$home/log"
  install -d -m 755 -o swift "$home/run"
  install -d -m 755 -o swift "$home/etc" "$home/data" "$home/data/disk"
  [[ -s $home/secret ]] || (umask 077; head -c 24 /dev/urandom | base64 | tr -d '+/=' >"$home/secret")
  printf '[swift-hash]\nswift_hash_path_suffix = eos\nswift_hash_path_prefix = eos\n' >"$home/etc/swift.conf"
  storage object $((port + 1)) && storage container $((port + 2)) && storage account $((port + 3))
  cat >"$home/etc/proxy-server.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $port
workers = 0
user = swift
swift_dir = $home/etc
log_level = WARNING
[pipeline:main]
pipeline = catch_errors gatekeeper cache s3api tempauth container_quotas bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$((port + 4))
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_eos_writer = $(<"$home/secret") .admin
user_eos_stranger = $(<"$home/secret")
[filter:container_quotas]
use = egg:swift#container_quotas
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
CONF
  chown swift "$home/etc/proxy-server.conf" && chmod 600 "$home/etc/proxy-server.conf"
  alive "$home/run/memcached.pid" || memcached -d -u swift -l 127.0.0.1 -p $((port + 4)) -m 32 -P "$home/run/memcached.pid"
  local server
  for server in object container account proxy; do launch $server; done
  local end=$((SECONDS + 120))
  until make_buckets; do
    ((SECONDS < end)) || exit 1
    sleep 0.2
  done
  echo "AWS_ENDPOINT_URL_S3=http://127.0.0.1:$port"
  echo AWS_REGION=us-east-1
  echo AWS_ACCESS_KEY_ID=eos:writer
  echo "AWS_SECRET_ACCESS_KEY=$(<"$home/secret")"
  echo EOS_REMOTE=s3://cache/results
}

"$command"
