# Sourced by run.sh and test.sh, from the project's root: numbered stages with their seconds, one
# log for all that tools print, a failure that says where to look, and missing packages installed.

# begin LOG TOTAL: TOTAL stages will follow; LOG starts empty.
begin() {
  log=$1 stages=$2 stage_number=0 stage_text=''
  mkdir -p "$(dirname "$log")"
  : >"$log"
  # A command that ends the script inside a stage still has its output turned to the log, so what
  # people are told goes through copies of their own streams.
  exec 3>&1 4>&2
  trap 'end $?' EXIT
}

# end STATUS: the last line, or what failed and where to read on.
end() {
  if [ "$1" -eq 0 ]; then
    printf 'done in %d s; everything the tools said is in %s\n' "$SECONDS" "$log" >&3
  elif [ -n "$stage_text" ]; then
    printf 'failed (exit %d)\n' "$1" >&3
    {
      printf '\n%s failed. The last lines of %s:\n\n' "$stage_text" "$log"
      tail -n 20 "$log" | sed 's/^/  /'
      printf '\nEverything it said is in %s\n' "$PWD/$log"
    } >&4
  fi
}

# stage TEXT COMMAND...: runs the command quietly. Not to be used in a condition: `set -e` inside
# the command would be off.
stage() {
  local began=$SECONDS
  announce "$1" ' … '
  "${@:2}" >>"$log" 2>&1
  stage_text=''
  printf '%d s\n' "$((SECONDS - began))" >&3
}

# stage_counted TEXT COMMAND...: a stage that takes minutes. The steps that the command counts,
# "[3/120] …" each, are told as they go: on a terminal in the stage's own line, elsewhere in a line
# every tenth or 30 seconds.
stage_counted() {
  local began=$SECONDS
  announce "$1" ' … '
  "${@:2}" 2>&1 | tell_steps
  stage_text=''
  printf '%d s\n' "$((SECONDS - began))" >&3
}

tell_steps() {
  local line share told=0 told_at=$SECONDS began=$SECONDS
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    share=$((BASH_REMATCH[1] * 100 / BASH_REMATCH[2]))
    if [ -t 3 ]; then
      printf '\r[%d/%d] %s … %d of %d \033[K' "$stage_number" "$stages" "$stage_text" \
        "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >&3
    elif [ "$share" -ge "$((told + 10))" ] || [ "$SECONDS" -ge "$((told_at + 30))" ]; then
      [ "$told" -gt 0 ] || printf '\n' >&3
      printf '      %d %% after %d s\n' "$share" "$((SECONDS - began))" >&3
      told=$share told_at=$SECONDS
    fi
  done
  if [ -t 3 ]; then
    printf '\r[%d/%d] %s … \033[K' "$stage_number" "$stages" "$stage_text" >&3
  elif [ "$told" -gt 0 ]; then
    printf '      ' >&3
  fi
}

# stage_shown TEXT COMMAND...: the same, for a command whose answer is the point.
stage_shown() {
  stage_shown_to '^$^' "$@"  # matches no line
}

# stage_shown_to PATTERN TEXT COMMAND...: shows its answer up to the first line that matches; the
# whole of it goes to the log.
stage_shown_to() {
  announce "$2" $'\n'
  { printf '$ %s\n' "${*:3}"; "${@:3}" 2>&1; } | tee -a "$log" | sed "/$1/,\$d; s/^/  /" >&3
  stage_text=''
}

announce() {
  stage_number=$((stage_number + 1)) stage_text=$1
  printf '[%d/%d] %s%s' "$stage_number" "$stages" "$1" "$2" >&3
  printf '\n== %s\n' "$1" >>"$log"
}

# install_packages SECTION...: what packages.txt lists there and this system lacks. As root, or
# through a sudo that asks nothing; otherwise says what to type.
install_packages() {
  local wanted missing as_root=()
  wanted=$(packages_of "$@")
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    printf 'not a Debian system: going on with what is here. Needed, by their Debian names:\n%s\n' \
      "$wanted"
    return
  fi
  missing=$(missing_packages $wanted)
  [ -n "$missing" ] || { echo 'all packages are here'; return; }
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || {
      printf 'these packages are missing and only root may install them. Type:\n'
      printf '  sudo apt-get update && sudo apt-get install --no-install-recommends %s\n' \
        "$(echo $missing)"
      return 1
    }
    as_root=(sudo -n)
  fi
  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
  # One broken source among several must not stop us when the others have what is missing.
  "${as_root[@]}" update || echo 'apt-get update failed: trying with the lists that are here'
  "${as_root[@]}" install -y --no-install-recommends $missing
}

packages_of() {
  awk -v sections=" $* " '
    /^\[/ { name = substr($1, 2, length($1) - 2); on = index(sections, " " name " ") }
    on && /^[a-z0-9]/ { print $1 }' packages.txt
}

missing_packages() {
  local package
  for package; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done
}

# unpack_packages SECTION: what packages.txt lists there and this system lacks, unpacked below
# build/unpacked and not installed: nothing of it is started, or stays when build/ is removed. Where it
# cannot be had, the tests that need it say that they were skipped.
unpack_packages() {
  local package folder=build/unpacked
  command -v dpkg-deb >/dev/null && command -v apt-get >/dev/null || return 0
  mkdir -p "$folder"
  for package in $(missing_packages $(packages_of "$1")); do
    [ ! -e "$folder/$package.deb" ] || continue
    (cd "$folder" && rm -f "${package}"_*.deb && apt-get -q download "$package" &&
      dpkg-deb -x "${package}"_*.deb . && mv "${package}"_*.deb "$package.deb") ||
      echo "$package cannot be had: going on without it"
  done
}

# build_preset PRESET TARGET: configures and builds.
build_preset() {
  local cache=build/$1/CMakeCache.txt
  # CMake refuses a build folder that was made elsewhere and moved here with the project.
  if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$cache"; then
    rm -rf "build/$1"
  fi
  cmake --preset "$1"
  cmake --build --preset "$1" --target "$2"
}
