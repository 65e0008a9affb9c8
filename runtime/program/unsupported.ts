export { Unsupported } from '../../server/language/objectives/unsupported.js';
