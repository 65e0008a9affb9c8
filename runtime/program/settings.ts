export {
  flagSetting,
  listSetting,
  numberSetting,
  optionalNumber,
  textSetting,
} from '../../server/language/layers/settings.js';
