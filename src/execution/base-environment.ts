import { resolve } from 'node:path';

/** Variables that say who and where one is, where tools and libraries lie, and what hardware they may use. */
const NAMES = new Set(
  (
    'PATH HOME USER LOGNAME SHELL TERM NO_COLOR TMPDIR TMP TEMP ' +
    'LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FALLBACK_LIBRARY_PATH ' +
    'CUDA_HOME CUDA_PATH CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER ROCR_VISIBLE_DEVICES HIP_VISIBLE_DEVICES ' +
    'VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV R_HOME R_LIBS_USER JAVA_HOME JULIA_DEPOT_PATH GOPATH CARGO_HOME RUSTUP_HOME ' +
    'MODULEPATH LOADEDMODULES NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE ' +
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY ' +
    // Windows starts no program without the first five.
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE USERNAME HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA ' +
    'PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE'
  ).split(' '),
);

/** What this engine and the libraries that compute are told; numbers of threads are set by the engine. */
const PREFIXES = /^(EOS|XDG|OPENBLAS|OMP|KMP|MKL|BLIS|VECLIB)_/;

/** The same for everybody, so that results do not depend on the language and the time zone of whoever runs a stage: how `sort` orders, what day it is. */
const FIXED: Readonly<Record<string, string>> = { LANG: 'C.UTF-8', TZ: 'UTC' };

/** Whether a stage gets this variable without declaring it. */
export function isBaseVariable(name: string): boolean {
  const upper = name.toUpperCase();
  return NAMES.has(upper) || PREFIXES.test(upper) || upper in FIXED;
}

/** What a stage sees of an environment without declaring anything (docs/pipeline-yaml.md lists it). */
export function stageEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return { ...baseEnvironment(environment), ...FIXED };
}

/** The same with the language and the time zone of whoever started the command, for programs that are no stages. */
export function baseEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const base: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && isBaseVariable(name)) base[name] = value;
  for (const name of ['EOS_BLAS_LIBRARY', 'EOS_CUBLAS_LIBRARY']) {
    const library = base[name];
    // The path of a library is meant from where the command was started; a stage runs elsewhere.
    if (library !== undefined && /[/\\]/.test(library)) base[name] = resolve(library);
  }
  return base;
}
