/** A pipeline of shell commands alone, which runs in a moment: two numbers, their squares, and a published page. */
export const smallProject: Readonly<Record<string, string>> = {
  'pipeline.yaml': `version: 1
title: Small
params: { values: [2, 3], power: 2 }
profiles: { cubes: { power: 3 }, squares: {} }
defaultProfile: squares
stages:
  number:
    matrix: { value: '\${{ params.values }}' }
    needs: { unit: { file: unit.txt } }
    run: echo "making \${{ matrix.value }}"; echo \${{ matrix.value }} > "$EOS_OUTPUT/number.txt"
    outputs: [number.txt]
  power:
    matrix: { value: '\${{ params.values }}' }
    needs: { number: number }
    with: { power: '\${{ params.power }}' }
    run: echo $(( $(cat "$EOS_INPUT_NUMBER/number.txt") ** \${{ params.power }} )) > "$EOS_OUTPUT/power.txt"
    outputs: [power.txt]
  page:
    needs: { powers: power }
    run: echo "$EOS_INPUT_POWERS" | while read -r folder; do cat "$folder/power.txt"; done > "$EOS_OUTPUT/index.html"
    outputs: [index.html]
    publish: reports
`,
  'unit.txt': 'one\n',
};
