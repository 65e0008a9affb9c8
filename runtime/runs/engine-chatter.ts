/**
 * What ONNX Runtime's WebGPU writes on the standard error of the process at every start, past all log settings, and
 * which tells a user nothing: the limits that it lowers, and the drivers that it looked for. A missing driver is told in
 * the engine's own words. And TensorFlow's: how it computes, and that its log is not set up.
 */
const chatter =
  /^(Warning: (maxDynamic\w+ artificially reduced|Couldn't load Vulkan|vkCreateInstance)|\s+at .*dawn-src\/|WARNING: (lavapipe is not a conformant|All log messages before absl::InitializeLog)|[IW]\d{4} [\d:. ]+ \w+\.cc:\d+\] )/;

/** What of a standard error is to be shown, as it comes, a piece at a time. */
export class ErrorLines {
  private rest = '';

  constructor(private readonly show: (text: string) => void) {}

  take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    const shown = lines.filter((line) => !chatter.test(line)).map((line) => `${line}\n`);
    if (shown.length > 0) this.show(shown.join(''));
  }

  /** The last line may have no end. */
  end(): void {
    if (this.rest) this.show(this.rest);
    this.rest = '';
  }
}
