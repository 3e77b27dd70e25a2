/** The entry of spark-submit: started by bin/spark-submit.sh and by `howdah submit`. */
import module from 'node:module';

// Code that was compiled once, ours and the application's, is read from the cache by later runs.
module.enableCompileCache();
const { submitApplication } = await import('./submit-application.ts');
await submitApplication(process.argv.slice(2));
