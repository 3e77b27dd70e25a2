/** The text of `spark-submit --help`. */
export const usage = `Usage: spark-submit [options] <app .ts | .js | .jar | .py | .R> [arguments]

Applications in TypeScript and JavaScript run on Howdah's engine; all others are handed to the
spark-submit of Apache Spark (SPARK_HOME, else PATH) with the same options.

Options:
  --master MASTER_URL         local, local[n], local[*], local[n,failures],
                              local-cluster[n,cores,mb], spark://host:port of a howdah master;
                              for Apache Spark also spark://host:port, yarn, k8s://https://host:port
                              (default: local[*])
  --deploy-mode MODE          client or cluster (default: client)
  --class CLASS_NAME          main class, for jars
  --name NAME                 name of the application
  --jars, --py-files, --files, --archives LIST
                              files for driver and executors, separated by commas
  --packages, --exclude-packages, --repositories LIST
                              Maven coordinates, for jars
  --conf, -c KEY=VALUE        a configuration property
  --properties-file FILE      properties to load instead of conf/spark-defaults.conf
  --load-spark-defaults       load conf/spark-defaults.conf as well
  --driver-memory MEM         memory of the driver (default: 1024M)
  --driver-cores NUM          cores of the driver, in cluster mode
  --driver-java-options, --driver-library-path, --driver-class-path VALUE
  --executor-memory MEM       memory of each executor (default: 1G)
  --executor-cores NUM        cores of each executor
  --total-executor-cores NUM  cores of all executors
  --num-executors NUM         number of executors
  --proxy-user, --principal, --keytab, --queue, --remote VALUE
  --supervise                 restart the driver when it fails
  --kill ID, --status ID      of a submission
  --verbose, -v               show how the application is started, and whole stack traces
  --version                   show the version
  --help, -h                  show this text
`;
