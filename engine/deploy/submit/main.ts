/** The entry of spark-submit: started by bin/spark-submit.sh and by `howdah submit`. */
import { enableCompileCache } from './compile-cache.ts';

// Before anything else is loaded, so that all of it comes from the cache.
enableCompileCache(process.env);
const { submitApplication } = await import('./submit-application.ts');
await submitApplication(process.argv.slice(2));
