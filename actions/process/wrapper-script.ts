/**
 * The programs that stand between the server and an attempt's command. They outlive the server, and
 * they are what makes a command run once at most and its exit status known in any case.
 */

/** Absolute, since every POSIX system has it there and PATH may be anything. */
export const SHELL = '/bin/sh';

/** Exit status that says "the claim was not to be had" unless an exit record says otherwise. */
export const CLAIM_FAILED_STATUS = 125;

/*
 * POSIX sh with builtins only: an interpreter of any other kind would cost more than the commands
 * themselves. Nothing of the user's is ever part of a script's text.
 *
 * - `set -C` makes `>` create exclusively. What follows runs only if the claim is whole on disk.
 * - The traps let the wrapper outlive a SIGTERM to its group, so that the exit status of a command
 *   that ended by it is recorded. They are reset in the command, as POSIX says.
 * - The exit status is one more short line and not a file put in place by a rename, which would
 *   cost another process: a reader takes no line that lacks its newline.
 * - The command is not the last thing in the script, so that no shell replaces itself by it.
 */

const BEGINNING = `set -C
trap : HUP INT QUIT TERM
{
  read -r howdah_boot </proc/sys/kernel/random/boot_id
  read -r howdah_stat </proc/$$/stat
} 2>/dev/null
`;

const END = `printf '%s %s\\n%s\\n' "$$" "$howdah_boot" "$howdah_stat" >"$howdah_record" ||
  exit ${CLAIM_FAILED_STATUS}
"$@"
howdah_status=$?
printf '%s\\n' "$howdah_status" >>"$howdah_record"
exit "$howdah_status"
`;

/** Positional parameters: the path of the record, the command, its arguments. */
export const WRAPPER_SCRIPT = `${BEGINNING}howdah_record=$1
shift
${END}`;

/**
 * Without parameters: reads the order (see `wrapperOrder`) from its input. If that ends before the
 * order does, there is no command to run. The record is found by its place, since the attempt's
 * directory gets its name only after this script has begun.
 */
export const PREPARED_WRAPPER_SCRIPT = `${BEGINNING}howdah_record=../process
while IFS= read -r howdah_line; do
  case $howdah_line in
    /*) howdah_directory=$howdah_line ;;
    @*)
      IFS= read -r howdah_rest
      export "\${howdah_line#?}=$howdah_directory$howdah_rest"
      ;;
    =*) export "\${howdah_line#=}" ;;
    -*) unset "\${howdah_line#-}" ;;
    .*) set -- "$@" "\${howdah_line#.}" ;;
    !) break ;;
  esac
done
[ "$howdah_line" = ! ] || exit ${CLAIM_FAILED_STATUS}
exec </dev/null
${END}`;
