import type { NativeModule } from '../../../values/native-module.js';
import { str } from '../../../values/value.js';

const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const uppercase = lowercase.toUpperCase();
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const whitespace = ' \t\n\r\v\f';

/** The constants of Python's `string`. */
export const stringModule: NativeModule = {
  name: 'string',
  members: {
    ascii_lowercase: str(lowercase),
    ascii_uppercase: str(uppercase),
    ascii_letters: str(lowercase + uppercase),
    digits: str(digits),
    hexdigits: str(`${digits}abcdefABCDEF`),
    octdigits: str('01234567'),
    punctuation: str(punctuation),
    whitespace: str(whitespace),
    printable: str(digits + lowercase + uppercase + punctuation + whitespace),
  },
};
