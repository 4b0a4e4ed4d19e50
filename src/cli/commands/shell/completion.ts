import { PipelineError } from '../../../pipeline/faults/error.ts';

/** Prints a completion script: the words come from "eos-pipeline complete", so they follow pipeline.yaml. */
export function run([shell]: string[]): number {
  const script = SCRIPTS[shell!];
  if (script === undefined)
    throw new PipelineError('bad-argument', `there is no completion for "${shell!}"`, {
      hint: `there are: ${Object.keys(SCRIPTS).join(', ')}`,
    });
  process.stdout.write(script);
  return 0;
}

const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# eos-pipeline completion for bash: eval "$(eos-pipeline completion bash)"
_eos_pipeline() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(eos-pipeline complete -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _eos_pipeline eos-pipeline
`,
  zsh: `#compdef eos-pipeline
# eos-pipeline completion for zsh: eval "$(eos-pipeline completion zsh)"
_eos_pipeline() {
  local -a candidates
  candidates=(\${(f)"$(eos-pipeline complete -- "\${(@)words[2,CURRENT-1]}" 2>/dev/null)"})
  compadd -- $candidates
}
compdef _eos_pipeline eos-pipeline
`,
  fish: `# eos-pipeline completion for fish: eos-pipeline completion fish | source
complete -c eos-pipeline -f -a '(eos-pipeline complete -- (commandline -opc)[2..-1] 2>/dev/null)'
`,
};
