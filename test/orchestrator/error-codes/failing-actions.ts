/** Actions that fail as they run, each with the code that its row shows. */
import { shell } from '../server/apps.ts';

export interface FailingAction {
  readonly code: string;
  readonly because: string;
  readonly work: string;
  /** How the job ends: KILLED by the kill node behind the error transition, or FAILED at once. */
  readonly jobStatus: 'KILLED' | 'FAILED';
  readonly credentials?: string;
}

const fs = (operations: string) => `<fs>${operations}</fs>`;
const email = (fields: string) =>
  `<email xmlns="uri:oozie:email-action:0.2">${fields}<subject>s</subject><body>b</body></email>`;
const emailWith = (extra: string) =>
  '<email xmlns="uri:oozie:email-action:0.2"><to>a@b</to><subject>s</subject><body>b</body>' +
  `${extra}</email>`;

/** @param directory an empty one, `file://…` */
export function failingActions(directory: string): readonly FailingAction[] {
  const killed = (code: string, because: string, work: string): FailingAction => ({
    ...{ code, because, work, jobStatus: 'KILLED' },
  });
  const failed = (code: string, because: string, work: string): FailingAction => ({
    ...{ code, because, work, jobStatus: 'FAILED' },
  });
  return [
    failed('EL_ERROR', 'a variable is not defined', fs('<delete path="${nope}"/>')),
    killed('1', 'the command fails', shell('exit 7')),
    killed('JA008', 'a file is not there', withFile(shell('true'), `${directory}/none`)),
    failed('JA010', 'a variable of the environment is none', withVariable(shell('true'), 'NONE')),
    killed('JA018', 'the output is too long', capturing(shell('yes key=value | head -c 4000'))),
    killed('FS001', 'a path has no scheme', fs('<mkdir path="/x"/>')),
    killed('FS002', 'nothing serves the scheme', fs('<mkdir path="gopher://h/x"/>')),
    killed('FS004', 'a path is empty', fs('<mkdir path=""/>')),
    killed('FS005', 'a path is relative', fs('<mkdir path="file:x"/>')),
    killed(
      'FS006',
      'the source of a move is not there',
      fs(`<move source="${directory}/none" target="${directory}/x"/>`),
    ),
    killed(
      'FS007',
      'a move leads to another file system',
      fs(`<move source="${directory}" target="hdfs://elsewhere/x"/>`),
    ),
    killed(
      'FS008',
      'the target of a move is below a file',
      fs(
        `<touchz path="${directory}/file"/><touchz path="${directory}/other"/>` +
          `<move source="${directory}/other" target="${directory}/file"/>`,
      ),
    ),
    killed(
      'FS009',
      'what is to be changed is not there',
      fs(`<chmod path="${directory}/none" permissions="755"/>`),
    ),
    killed('FS010', 'permissions are none', fs(`<chmod path="${directory}" permissions="9z"/>`)),
    killed(
      'FS011',
      'a path is relative beside a name node',
      fs('<name-node>file:///</name-node><mkdir path="x"/>'),
    ),
    killed(
      'FS012',
      'several files are moved onto what is no directory',
      fs(
        `<touchz path="${directory}/many-1"/><touchz path="${directory}/many-2"/>` +
          `<move source="${directory}/many-*" target="${directory}/one"/>`,
      ),
    ),
    killed(
      'FS013',
      'a glob matches more than the server allows',
      fs(
        `<touchz path="${directory}/glob-1"/><touchz path="${directory}/glob-2"/>` +
          `<touchz path="${directory}/glob-3"/><delete path="${directory}/glob-*"/>`,
      ),
    ),
    killed('FS014', 'a directory is touched', fs(`<touchz path="${directory}"/>`)),
    failed(
      'JA007',
      'a spark action has no application',
      '<spark xmlns="uri:oozie:spark-action:1.0"><master>local</master><name>n</name>' +
        '<jar> </jar></spark>',
    ),
    killed('EM001', 'a message is for nobody', email('<to> </to>')),
    killed('EM004', 'an address is none', email('<to>a b</to>')),
    killed('EM005', 'a content type is none', emailWith('<content_type>x</content_type>')),
    killed('EM007', 'no mail server listens', email('<to>a@b</to>')),
    killed(
      'EM008',
      'the server’s own file is to be sent',
      emailWith('<attachment>file:///etc/hostname</attachment>'),
    ),
    { ...killed('JA020', 'no provider has the secret', fs('')), credentials: 'unserved' },
    { ...killed('JA021', 'no such credential is defined', fs('')), credentials: 'nobody' },
    { ...killed('E0510', 'the provider fails', fs('')), credentials: 'failing' },
    failed(
      'HOWDAH_ACTION_TYPE_UNAVAILABLE',
      'nothing here runs such actions',
      '<git xmlns="uri:oozie:git-action:1.0"><name-node>file:///</name-node><git-uri>u</git-uri>' +
        '<destination-uri>d</destination-uri></git>',
    ),
  ];
}

const withFile = (work: string, path: string) =>
  work.replace('</shell>', `<file>${path}</file></shell>`);
const withVariable = (work: string, text: string) =>
  work.replace('</shell>', `<env-var>${text}</env-var></shell>`);
const capturing = (work: string) => work.replace('</shell>', '<capture-output/></shell>');
