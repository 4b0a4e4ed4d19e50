import type { ShownPlace } from './sandbox-view.ts';

/**
 * Makes a sandbox with what util-linux has, as the root of a new user namespace, and goes on as the user that it was started by, in a
 * second one: there nobody may change what is shown. Arguments: the folder of the sandbox, user, group, current folder, command.
 * 1. All that there is, once more and for reading: what is mounted out of it is for reading, too.
 * 2. The root, out of that, with processes and devices of its own; the table lists the places in it. Some may lie in /dev/shm.
 * 3. The new root takes the place of the old one.
 */
export const UNSHARE_SCRIPT = `
set -eu
folder=$1 user=$2 group=$3 cwd=$4
shift 4
path=$PATH
PATH=/usr/sbin:/usr/bin:/sbin:/bin
all=$folder/all root=$folder/new-root writable=$(cat "$folder/writable")
line='
'
mount --rbind / "$all"
writable_mounts() {
  grep -E '^([^ ]+ ){5}rw' /proc/self/mountinfo
}
writable_mounts | while read -r _ _ _ _ point options _; do
  # Temporary files, and with them the root of the sandbox, may lie in /dev/shm.
  case $point in
    "$all/dev/shm" | "$all/dev/shm"/*) ;;
    "$all/proc" | "$all/proc"/* | "$all/sys/fs"/* | "$all/dev" | "$all/dev"/*) continue ;;
  esac
  case $point in "$all" | "$all"/*) ;; *) continue ;; esac
  mount -o "remount,bind,ro\${options#rw}" "$(printf '%b' "$point")" || :
done
mount --rbind "$all$folder/root" "$root"
cd "$root"
mount -t proc proc proc
mount -t tmpfs -o mode=0755 tmpfs dev
mkdir dev/shm dev/pts
for name in null zero full random urandom tty; do
  : > "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
ln -s pts/ptmx dev/ptmx
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
[ ! -d "$folder/root/dev/shm" ] || cp -R "$folder/root/dev/shm/." dev/shm
mount --all --fstab "$folder/table"
ip link set lo up 2> /dev/null || :
pivot_root . old
cd /
umount -l old
writable_mounts | while read -r _ _ _ _ point options _; do
  case $point in
    /dev/shm/*) ;;
    /proc | /dev | /dev/*) continue ;;
  esac
  case "$line$writable$line" in *"$line$(printf '%b' "$point")$line"*) continue ;; esac
  echo "$point cannot be protected from writing" >&2
  exit 1
done
cd "$cwd"
unshare=$(command -v unshare)
PATH=$path
exec "$unshare" --user --map-user="$user" --map-group="$group" -- "$@"
`;

/** The lists that the script reads, by name: what to mount in the root, which is the first place, and where it may be written to. */
export function unshareLists(
  [, ...places]: readonly ShownPlace[],
  folder: string,
): { table: string; writable: string } {
  return {
    table: places
      .map(({ from, to, writable }) => {
        const source = writable ? from : `${folder}/all${from}`;
        return `${field(source)} ${field(`${folder}/new-root${to}`)} none rbind 0 0\n`;
      })
      .join(''),
    writable: places.flatMap(({ to, writable }) => (writable ? [`${to}\n`] : [])).join(''),
  };
}

/** A name in a table of file systems: white space and the signs that mean something are written in octal. */
function field(path: string): string {
  return path.replaceAll(/[\s\\#]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
