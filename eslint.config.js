import js from '@eslint/js';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

const publicDocs = {
  require: { FunctionDeclaration: true, ClassDeclaration: true },
  publicOnly: true,
};

export default tseslint.config(
  {
    ignores: [
      'api/',
      'data/',
      'dist/',
      'cache/',
      'reports/',
      'reference/report/',
      'node_modules/',
      'test/**/fixtures/',
      'site/dist/',
      'site/pages/',
      'site/.vitepress/cache/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'bin/*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { jsdoc },
    rules: {
      'max-lines': ['error', 250],
      'no-console': 'error',
      'jsdoc/require-jsdoc': ['error', publicDocs],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly', console: 'readonly' } },
  },
  { files: ['test/**', 'bench/**'], rules: { 'max-lines': 'off', 'jsdoc/require-jsdoc': 'off' } },
  { files: ['bench/**'], rules: { 'no-console': 'off' } },
);
