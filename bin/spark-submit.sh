#!/bin/sh
# spark-submit of this package: finds the package through symbolic links and starts the engine's
# submit, from source in a checkout and compiled in an installed package.
script=$0
while [ -h "$script" ]; do
  directory=$(dirname -- "$script")
  script=$(readlink -- "$script")
  case $script in
    /*) ;;
    *) script=$directory/$script ;;
  esac
done
package=$(cd -P -- "$(dirname -- "$script")/.." && pwd)

# Sources that lie below node_modules cannot be run: Node strips no types there.
entry=$package/engine/deploy/submit/main.ts
[ -f "$entry" ] || entry=$package/dist/engine/deploy/submit/main.js

# The package's own Node comes first; in an installed package its commands lie beside the package.
node=node
for candidate in "$package/node_modules/.bin/node" "$package/../.bin/node"; do
  if [ -x "$candidate" ]; then
    node=$candidate
    break
  fi
done
# Compiled code is kept between runs. Node is told so here, as the first modules that it loads would
# otherwise be compiled each time.
cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
if [ -z "$NODE_COMPILE_CACHE" ] && [ -n "$cache" ]; then
  export NODE_COMPILE_CACHE="$cache/howdah/compiled"
fi

exec "$node" "$entry" "$@"
