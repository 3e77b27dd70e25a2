/**
 * What must be done before the driver ends, however it ends: a SparkContext that was not stopped,
 * its executors and its temporary files. Spark's ShutdownHookManager, for processes started by
 * submit.
 */
type ShutdownHook = () => Promise<void> | void;

const hooks = new Set<ShutdownHook>();

/**
 * Adds a hook; the answer removes it again. It runs once: when a signal arrives, when the program
 * failed, or when the program ended and nothing keeps the process busy any more. The engine's idle
 * threads and sockets must be unreferenced for that.
 */
export function onShutdown(hook: ShutdownHook): () => void {
  hooks.add(hook);
  return () => {
    hooks.delete(hook);
  };
}

export function hasShutdownHooks(): boolean {
  return hooks.size > 0;
}

/**
 * Runs and removes all hooks, the latest first; one that fails does not keep the others from it.
 */
export async function runShutdownHooks(): Promise<void> {
  const pending = [...hooks].reverse();
  hooks.clear();
  for (const hook of pending) {
    try {
      await hook();
    } catch {
      // The process ends anyway, with the status of what the program did.
    }
  }
}
