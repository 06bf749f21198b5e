import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Everything that makes the core impure; each entry says what to do instead. */
const impureGlobals = [
  ['process', 'Settings come in as arguments; only config/ reads the environment.'],
  ['fetch', 'The core has no IO: put it behind a port.'],
  ['console', 'Return findings; logging is for main/ and the adapters.'],
  ['crypto', 'Take a hash function or an id as an argument.'],
  ['performance', 'Time comes in as an argument.'],
  ['setTimeout', 'The core never waits: use the Clock port in the engine.'],
  ['setInterval', 'The core never waits: use the Clock port in the engine.'],
].map(([name, message]) => ({ name, message }));

const impureSyntax = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time as an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Same inputs, same bytes: derive it from the key.',
  },
  {
    selector: ':function[async=true]',
    message: 'The core is synchronous; what waits belongs in the engine.',
  },
  {
    selector: "ThrowStatement > NewExpression[callee.name='Error']",
    message: 'Return a finding, or throw AppError with a code.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'coverage/', 'screenshots/', 'devTools/'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tab/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      complexity: ['error', 15],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable' } } },
  {
    files: ['api/src/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-syntax': ['error', ...impureSyntax],
    },
  },
  {
    files: ['api/src/**/*.ts', 'bot/src/**/*.ts'],
    ignores: ['api/src/config/**', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only api/src/config reads the environment.' },
      ],
    },
  },
  {
    files: ['tab/**/*.{ts,tsx}', 'sandbox/src/teams-page/page/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    // A black-box test reads answers as they are on the wire.
    files: ['**/*.test.{ts,tsx}', 'api/test/**', 'api/bench/**', 'tab/e2e/**'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
);
