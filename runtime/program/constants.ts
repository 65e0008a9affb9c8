export { cast, constant, integers, scalar } from '../../server/language/tensor/constants.js';
