#!/usr/bin/env bash
# Builds the kernel and boots it in QEMU. Installs nothing: says what is missing.
#   run.sh [-m SIZE] [--machine q35|pc] [--append WORDS] [--stress] [--timeout SECONDS]
#          [--check] [--build-only] [--image FILE] [-c CONFIGURATION]
# Exit code: 0 when the kernel says that all is well (the emulator's 33), 2 when something is missing or an argument is wrong, else the
# emulator's: 35 a check failed, 255 panic, 124 it did not end in time; 1 when the machine was reset, which the emulator calls 0.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

memory=256M machine=q35 append='' image='' build_only='' check='' configuration=Debug limit=60
usage() { sed -n '3,4p' "${BASH_SOURCE[0]}" >&2; exit 2; }
while [ $# -gt 0 ]; do
    case "$1" in
        -m) memory="${2:?}"; shift 2 ;;
        --machine) machine="${2:?}"; shift 2 ;;
        --append) append="${2?}"; shift 2 ;;
        --stress) append="$append stress"; shift ;;
        --check) check=yes; shift ;;
        --build-only) build_only=yes; shift ;;
        --image) image="${2:?}"; shift 2 ;;
        -c) configuration="${2:?}"; shift 2 ;;
        --timeout) limit="${2:?}"; shift 2 ;;
        *) usage ;;
    esac
done

missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
if [ "$(uname -sm)" != 'Linux x86_64' ]; then missing+=('Linux on x86-64, for the ahead-of-time compiler and the linker'); fi
if [ -z "$image" ]; then
    need dotnet 'the .NET 10 SDK'
    need gcc "gcc ('apt-get install gcc')"
    need ld "GNU ld and as ('apt-get install binutils')"
fi
if [ -z "$build_only" ]; then need qemu-system-x86_64 "QEMU ('apt-get install --no-install-recommends qemu-system-x86')"; fi
if [ ${#missing[@]} -ne 0 ]; then
    printf 'The kernel needs %s.\n' "${missing[@]}" >&2
    exit 2
fi
if [ -n "$check" ]; then exit 0; fi

if [ -z "$image" ]; then
    dotnet build "$here/Kernel" -c "$configuration" -p:LinkKernel=true -v q -clp:NoSummary -nodeReuse:false >&2
    image="$here/Kernel/bin/$configuration/net10.0/kernel.elf"
fi
if [ -n "$build_only" ]; then
    echo "$image"
    exit 0
fi

transcript="$(mktemp)"
trap 'rm -f "$transcript"' EXIT
# The return addresses of a panic, as functions: the last symbol not above each.
name_addresses() {
    command -v nm >/dev/null 2>&1 || return 0
    { nm "$image" | awk '$2 ~ /[tT]/ { print $1, 0, $3 }'
      sed -n -e 's/^ \{10,\}\(rip \)\{0,1\}0x\([0-9a-f]\{16\}\)\( rsp.*\)\{0,1\}$/\2 1/p' "$transcript"; } |
        sort -k1,1 -k2,2n -u | awk '$2 == 0 { name = $3 } $2 == 1 { print "          0x" $1 " is in " name }' >&2
}

status=0
timeout "$limit" qemu-system-x86_64 -accel tcg -machine "$machine" -cpu max -smp 1 -m "$memory" -kernel "$image" -append "$append" \
    -nodefaults -no-user-config -display none -serial stdio -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=0x04 </dev/null | tee "$transcript" || status=$?
case "$status" in
    33) exit 0 ;;
    0) echo 'The machine was reset.' >&2; exit 1 ;;
    124) echo "The kernel did not end within $limit seconds." >&2; exit 124 ;;
    255) name_addresses; echo 'The kernel panicked.' >&2; exit 255 ;;
    *) echo "The kernel ended with code $status." >&2; exit "$status" ;;
esac
