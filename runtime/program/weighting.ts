export { divideNoNan, sumOfAll } from '../../server/language/objectives/weighting.js';
