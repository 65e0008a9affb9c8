import { readFileSync } from 'node:fs';
import { type EngineEntry, EngineError } from './engine.js';
import { firstLine } from './onnx-sessions.js';
import { WebGpuEngine } from './webgpu-sessions.js';

/** ONNX Runtime's WebGPU provider: a graphics card by Vulkan, Direct3D or Metal. */
export const webgpu: EngineEntry = {
  name: 'webgpu',
  description: 'ONNX Runtime on the GPU by WebGPU: for large models; tried on a software adapter only',
  onlyByName: 'no real GPU was tried, and whether there is one cannot be told from a software adapter',
  async start() {
    let runtime: typeof import('onnxruntime-node');
    try {
      runtime = await import('onnxruntime-node');
    } catch (error) {
      throw new EngineError(`ONNX Runtime has no library that loads here (${firstLine(error)})`);
    }
    try {
      return await WebGpuEngine.start(runtime, deviceName);
    } catch (error) {
      const reason = firstLine(error);
      throw new EngineError(
        /adapter/i.test(reason)
          ? 'this machine has no GPU that WebGPU can use: install the driver of the graphics card (on Linux its Vulkan driver and libvulkan1)'
          : `WebGPU does not start (${reason})`,
      );
    }
  },
};

/** Drivers that compute on the CPU, by their libraries. */
const software = [
  { library: /libvulkan_lvp\b/, name: 'llvmpipe' },
  { library: /libvk_swiftshader\b/, name: 'SwiftShader' },
];
const hardware = /libvulkan_(?!lvp|\.)\w+\.so|libGLX_nvidia|libnvidia-vulkan|amdvlk/;

/**
 * In words. ONNX Runtime does not tell which adapter it took; on Linux the driver libraries of the process do, where
 * they leave but one answer.
 */
function deviceName(): string {
  const libraries = loadedLibraries();
  const emulated = hardware.test(libraries) ? undefined : software.find(({ library }) => library.test(libraries));
  return emulated ? `CPU, as a WebGPU adapter (${emulated.name})` : 'GPU by WebGPU';
}

function loadedLibraries(): string {
  try {
    return readFileSync('/proc/self/maps', 'utf8');
  } catch {
    return '';
  }
}
