/**
 * Apache Spark and our Scala program for it: PyPI's pyspark in a virtual environment, and a jar that
 * the Scala compiler among pyspark's jars has made. Both are kept in the cache directory.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { cacheDirectory } from '../cache-directory.ts';

/** The release that ours is compared with. */
const PYSPARK_VERSION = '4.1.1';

export interface InstalledSpark {
  /** Spark's home: `bin/spark-submit` and `jars` are in it. */
  readonly home: string;
  /** Holds the class `SparkProgram`. */
  readonly programJar: string;
}

/** @throws when Python, Java or the package index cannot be reached; the message says which */
export async function installSpark(): Promise<InstalledSpark> {
  const home = await installPyspark();
  return { home, programJar: await compileProgram(home) };
}

/** Installs Spark where it is not yet; a broken installation is never taken for a whole one. */
export async function installPyspark(): Promise<string> {
  const environment = join(cacheDirectory(), `pyspark-${PYSPARK_VERSION}`);
  if (!existsSync(environment)) {
    console.error(`installing pyspark ${PYSPARK_VERSION} into ${environment}`);
    const unfinished = `${environment}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    await execa('python3', ['-m', 'venv', unfinished]);
    await execa(join(unfinished, 'bin', 'pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      `pyspark==${PYSPARK_VERSION}`,
    ]);
    renameSync(unfinished, environment);
  }
  const library = join(environment, 'lib');
  const [python = ''] = readdirSync(library).filter((name) => name.startsWith('python'));
  return join(library, python, 'site-packages', 'pyspark');
}

async function compileProgram(home: string): Promise<string> {
  const source = join(import.meta.dirname, 'SparkProgram.scala');
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const directory = join(cacheDirectory(), 'programs');
  const jar = join(directory, `spark-program-${PYSPARK_VERSION}-${hash}.jar`);
  if (!existsSync(jar)) {
    console.error('compiling SparkProgram.scala');
    mkdirSync(directory, { recursive: true });
    const unfinished = `${jar}.part.jar`;
    const jars = join(home, 'jars', '*');
    const compiler = ['-cp', jars, 'scala.tools.nsc.Main', '-usejavacp', '-d', unfinished, source];
    await execa('java', compiler);
    renameSync(unfinished, jar);
  }
  return jar;
}
