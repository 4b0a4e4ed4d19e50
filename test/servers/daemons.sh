# For the scripts that bring up servers: source it.

alive() { [[ -s $1 ]] && kill -0 "$(<"$1")" 2>/dev/null; }

# end PIDFILE...: SIGTERM to all, SIGKILL to what is left of them after 10 seconds.
end() {
  local file pids=() i
  for file; do
    if alive "$file"; then pids+=("$(<"$file")"); fi
    rm -f "$file"
  done
  ((${#pids[@]})) || return 0
  kill -TERM "${pids[@]}" 2>/dev/null || true
  for ((i = 0; i < 100; i++)); do
    kill -0 "${pids[@]}" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "${pids[@]}" 2>/dev/null || true
}
