#!/usr/bin/env bash
# radosgw.sh start HOME PORT | stop HOME: a real S3 object store on loopback, Ceph's radosgw over one monitor and one OSD that keeps objects in memory.
# Prints what a client needs; the buckets "cache", and "full" of the user "small", exist afterwards. Debian; everything lies in HOME, and it listens on PORT and the 39 ports after it.
set -euo pipefail
command=$1 home=$2 port=${3:-}
source "$(dirname "${BASH_SOURCE[0]}")/../servers/daemons.sh"
ceph=(-c "$home/ceph.conf")

stop() {
  local name
  for name in client.admin osd.0 mon.a; do end "$home/run/$name.pid"; done
}

configuration() {
  cat <<CONF
[global]
fsid = $1
mon_initial_members = a
mon_host = [v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_port_min = $((port + 3))
ms_bind_port_max = $((port + 39))
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = 2147483648
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_crit = 1
keyring = $home/keyring
mon_data = $home/mon
osd_data = $home/osd
rgw_data = $home/rgw
run_dir = $home/run
admin_socket = $home/run/\$name.\$pid.asok
pid_file = $home/run/\$name.pid
log_file = $home/log/\$name.log
crash_dir = $home/log
rgw_frontends = beast endpoint=127.0.0.1:$port
rgw_enable_apis = s3
rgw_thread_pool_size = 16
CONF
}

# bucket USER NAME
bucket() {
  curl -fs -o /dev/null --max-time 20 --aws-sigv4 aws:amz:us-east-1:s3 --user "$1:$(<"$home/secret")" \
    -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -X PUT "http://127.0.0.1:$port/$2"
}

admin() { timeout 120 radosgw-admin "${ceph[@]}" "$@" >&3 2>&3; }

make_user() { admin user create "--uid=$1" "--display-name=$1" "--access-key=$1" --secret-key="$(<"$home/secret")"; }

start() {
  local osd
  osd=$(</proc/sys/kernel/random/uuid)
  mkdir -p "$home"/{mon,osd,rgw,log,run}
  configuration "$(</proc/sys/kernel/random/uuid)" >"$home/ceph.conf"
  head -c 18 /dev/urandom | base64 | tr -d '+/=' >"$home/secret"
  exec 3>"$home/log/start.log"
  ceph-authtool --create-keyring "$home/keyring" --gen-key -n mon. --cap mon 'allow *' >&3
  ceph-authtool "$home/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' >&3
  monmaptool --create --fsid "$(sed -n 's/^fsid = //p' "$home/ceph.conf")" --addv a "[v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]" \
    "$home/monmap" >&3
  ceph-mon "${ceph[@]}" --mkfs -i a --monmap "$home/monmap" --keyring "$home/keyring" >&3 2>&3
  ceph-mon "${ceph[@]}" -i a >&3 2>&3
  timeout 120 ceph "${ceph[@]}" osd new "$osd" >&3 2>&3
  timeout 120 ceph "${ceph[@]}" auth get-or-create osd.0 mon 'allow profile osd' osd 'allow *' >>"$home/keyring" 2>&3
  ceph-osd "${ceph[@]}" -i 0 --mkfs --osd-uuid "$osd" >&3 2>&3
  ceph-osd "${ceph[@]}" -i 0 >&3 2>&3
  timeout 240 radosgw "${ceph[@]}" -n client.admin >&3 2>&3
  make_user eos
  # Somebody whose bucket is full from the start.
  make_user small
  admin quota set --quota-scope=user --uid=small --max-size=1K
  admin quota enable --quota-scope=user --uid=small
  local end=$((SECONDS + 120))
  until bucket eos cache && bucket small full; do
    ((SECONDS < end)) || exit 1
    sleep 0.3
  done
  echo "AWS_ENDPOINT_URL_S3=http://127.0.0.1:$port"
  echo AWS_REGION=us-east-1
  echo AWS_ACCESS_KEY_ID=eos
  echo "AWS_SECRET_ACCESS_KEY=$(<"$home/secret")"
  echo EOS_REMOTE=s3://cache/results
}

"$command"
