import { parseSignature, type SignatureParameter } from '../../../values/signature.js';

/*
 * The classes of Keras 3's operations, as its files name them: what their call takes, and what their constructor was
 * given, which is their configuration.
 */
const table: Readonly<Record<string, string>> = {
  numpy: `
    Abs(x); Absolute(x); Add(x1 x2); All(x) axis=None, keepdims=False;
    AllClose(x1 x2) rtol=1e-05, atol=1e-08, equal_nan=False; Amax(x) axis=None, keepdims=False;
    Amin(x) axis=None, keepdims=False; Angle(x); Any(x) axis=None, keepdims=False; Append(x1 x2) axis=None; Arccos(x);
    Arccosh(x); Arcsin(x); Arcsinh(x); Arctan(x); Arctan2(x1 x2); Arctanh(x); Argmax(x) axis=None, keepdims=False;
    Argmin(x) axis=None, keepdims=False; Argpartition(x) kth, axis=-1; Argsort(x) axis=-1;
    ArraySplit(x) indices_or_sections, axis=0; Average(x weights) axis=None;
    Bincount(x) weights=None, minlength=0, sparse=False; BitwiseAnd(x y); BitwiseInvert(x); BitwiseLeftShift(x y);
    BitwiseNot(x); BitwiseOr(x y); BitwiseRightShift(x y); BitwiseXor(x y); BroadcastTo(x) shape; Cbrt(x); Ceil(x);
    Clip(x) x_min, x_max; Concatenate(xs) axis=0; Conj(x); Conjugate(x); Copy(x); Corrcoef(x);
    Correlate(x1 x2) mode='valid'; Cos(x); Cosh(x); CountNonzero(x) axis=None;
    Cross(x1 x2) axisa=-1, axisb=-1, axisc=-1, axis=None; Cumprod(x) axis=None, dtype=None;
    Cumsum(x) axis=None, dtype=None; Deg2rad(x); Diag(x) k=0; Diagflat(x) k=0; Diagonal(x) offset=0, axis1=0, axis2=1;
    Diff(a) n=1, axis=-1; Digitize(x bins); Divide(x1 x2); DivideNoNan(x1 x2); Dot(x1 x2);
    Dsplit(x) indices_or_sections; Dstack(xs); Einsum(*operands) subscripts; EmptyLike(x) dtype=None; Equal(x1 x2);
    Exp(x); Exp2(x); ExpandDims(x) axis; Expm1(x); Fabs(x); Flip(x) axis=None; Fliplr(x); Flipud(x); Floor(x);
    FloorDivide(x1 x2); Fmax(x1 x2); Fmin(x1 x2); Fmod(x1 x2); FullLike(x fill_value) dtype=None; Gcd(x1 x2);
    GetItem(x key); Greater(x1 x2); GreaterEqual(x1 x2); Heaviside(x1 x2); Hsplit(x) indices_or_sections; Hstack(xs);
    Hypot(x1 x2); I0(x); Imag(x); Inner(x1 x2); IsIn(x1 x2) assume_unique=False, invert=False;
    Isclose(x1 x2 rtol atol) equal_nan=False; Isfinite(x); Isinf(x); Isnan(x); Isneginf(x); Isposinf(x); Isreal(x);
    Kron(x1 x2); Lcm(x1 x2); Ldexp(x1 x2); LeftShift(x y); Less(x1 x2); LessEqual(x1 x2); Log(x); Log10(x); Log1p(x);
    Log2(x); Logaddexp(x1 x2); Logaddexp2(x1 x2); LogicalAnd(x1 x2); LogicalNot(x); LogicalOr(x1 x2); LogicalXor(x1 x2);
    Matmul(x1 x2); Max(x) axis=None, keepdims=False, initial=None; Maximum(x1 x2); Mean(x) axis=None, keepdims=False;
    Median(x) axis=None, keepdims=False; Min(x) axis=None, keepdims=False, initial=None; Minimum(x1 x2); Mod(x1 x2);
    Moveaxis(x) source, destination; Multiply(x1 x2); NanToNum(x) nan=0.0, posinf=None, neginf=None;
    Nanargmax(x) axis=None, keepdims=False; Nanargmin(x) axis=None, keepdims=False; Nancumprod(x) axis=None, dtype=None;
    Nancumsum(x) axis=None, dtype=None; Nanmax(x) axis=None, keepdims=False; Nanmean(x) axis=None, keepdims=False;
    Nanmedian(x) axis=None, keepdims=False; Nanmin(x) axis=None, keepdims=False;
    Nanpercentile(x q) axis=None, method='linear', keepdims=False; Nanprod(x) axis=None, keepdims=False;
    Nanquantile(x q) axis=None, method='linear', keepdims=False; Nanstd(x) axis=None, keepdims=False;
    Nansum(x) axis=None, keepdims=False; Nanvar(x) axis=None, keepdims=False; Ndim(x); Negative(x); Nextafter(x1 x2);
    Nonzero(x); NotEqual(x1 x2); OnesLike(x) dtype=None; Outer(x1 x2);
    Pad(x constant_values) pad_width, mode='constant'; Percentile(x q) axis=None, method='linear', keepdims=False;
    Power(x1 x2); Prod(x) axis=None, keepdims=False, dtype=None; Ptp(x) axis=None, keepdims=False;
    Quantile(x q) axis=None, method='linear', keepdims=False; Rad2deg(x); Ravel(x); Real(x); Reciprocal(x);
    Repeat(x) repeats, axis=None; Reshape(x) newshape; RightShift(x y); Roll(x) shift, axis=None;
    Rot90(array) k=1, axes=(0, 1); Round(x) decimals=0; SearchSorted(sorted_sequence values) side='left';
    Select(condlist choicelist default); Sign(x); Signbit(x); Sin(x); Sinc(x); Sinh(x); Size(x); Sort(x) axis=-1;
    Split(x) indices_or_sections, axis=0; Sqrt(x); Square(x); Squeeze(x) axis=None; Stack(x) axis=0;
    Std(x) axis=None, keepdims=False; Subtract(x1 x2); Sum(x) axis=None, keepdims=False; Swapaxes(x) axis1, axis2;
    Take(x indices) axis=None; TakeAlongAxis(x indices) axis=None; Tan(x); Tanh(x); Tensordot(x1 x2) axes=2;
    Tile(x) repeats; Trace(x) offset=0, axis1=0, axis2=1; Transpose(x) axes=None; Trapezoid(y) x=None, dx=1.0, axis=-1;
    Tril(x) k=0; Triu(x) k=0; TrueDivide(x1 x2); Trunc(x); Vander(x) N=None, increasing=False;
    Var(x) axis=None, keepdims=False; Vdot(x1 x2); Vsplit(x) indices_or_sections; Vstack(xs); Where(condition x1 x2);
    ZerosLike(x) dtype=None`,
  nn: `
    AdaptiveAveragePool(inputs) output_size, data_format=None; AdaptiveMaxPool(inputs) output_size, data_format=None;
    AveragePool(inputs) pool_size, strides=None, padding='valid', data_format=None;
    BatchNorm(x mean variance offset scale) axis, epsilon=0.001; BinaryCrossentropy(target output) from_logits=False;
    CategoricalCrossentropy(target output) from_logits=False, axis=-1; Celu(x) alpha=1.0;
    Conv(inputs kernel) strides=1, padding='valid', data_format=None, dilation_rate=1;
    ConvTranspose(inputs kernel) strides=1, padding='valid', output_padding=None, data_format=None, dilation_rate=1;
    DepthToSpace(x) block_size, data_format='channels_last';
    DepthwiseConv(inputs kernel) strides=1, padding='valid', data_format=None, dilation_rate=1; Elu(x) alpha=1.0;
    Fold(x) output_size, kernel_size, dilation=1, padding=0, stride=1; Gelu(x) approximate=True; Glu(x) axis=-1;
    HardShrink(x) threshold=0.5; HardSigmoid(x); HardSilu(x); HardTanh(x);
    LayerNorm(x gamma beta) axis=-1, epsilon=None, rms_scaling=False; LeakyRelu(x) negative_slope=0.2; LogSigmoid(x);
    LogSoftmax(x) axis=-1; MaxPool(inputs) pool_size, strides=None, padding='valid', data_format=None;
    MultiHot(inputs) num_classes=None, axis=-1, dtype=None, sparse=False; Normalize(x) axis=-1, order=2, epsilon=None;
    OneHot(x) num_classes, axis=-1, dtype=None, sparse=False; PSNR(x1 x2) max_val; Polar(abs_ angle);
    RMSNorm(x scale) axis=-1, epsilon=None; Relu(x); Relu6(x); Selu(x); SeparableConv(inputs depthwise_kernel pointwise_
    kernel) strides=1, padding='valid', data_format=None, dilation_rate=1; Sigmoid(x); Silu(x);
    SoftShrink(x) threshold=0.5; Softmax(x) axis=-1; Softplus(x); Softsign(x);
    SpaceToDepth(x) block_size, data_format='channels_last';
    SparseCategoricalCrossentropy(target output) from_logits=False, axis=-1; SparsePlus(x); SparseSigmoid(x);
    Sparsemax(x) axis=-1; Squareplus(x) b=4; TanhShrink(x); Threshold(x) threshold, default_value`,
  core: `
    Cast(x) dtype; SaturateCast(x) dtype; Slice(inputs start_indices) shape; SliceUpdate(inputs start_indices updates);
    StopGradient(variable)`,
  math: `
    CDist(x y); Erf(x); Erfc(x); Erfinv(x); ExtractSequences(x) sequence_length, sequence_stride; FFT(x); FFT2(x);
    IFFT2(x); IRFFT(x) fft_length=None;
    ISTFT(x) sequence_length, sequence_stride, fft_length, length=None, window='hann', center=True;
    Logsumexp(x) axis=None, keepdims=False; RFFT(x) fft_length=None; Rsqrt(x);
    STFT(x) sequence_length, sequence_stride, fft_length, window='hann', center=True;
    SegmentMax(data segment_ids) num_segments=None, sorted=False;
    SegmentMin(data segment_ids) num_segments=None, sorted=False;
    SegmentProd(data segment_ids) num_segments=None, sorted=False;
    SegmentReduction(*args) num_segments=None, sorted=False;
    SegmentSum(data segment_ids) num_segments=None, sorted=False; TopK(x) k, sorted=True; ViewAsComplex(x);
    ViewAsReal(x)`,
  linalg: `
    Cholesky(x) upper=False; CholeskyInverse(x) upper=False; Det(x); Eig(x); Eigh(x); Inv(x);
    JVP(fun primals tangents) has_aux=False; Lstsq(a b) rcond=None; LuFactor(x); MatrixRank(x) tol=None;
    Norm(x) ord=None, axis=None, keepdims=False; Pinv(x) rcond=None; Qr(x) mode='reduced';
    SVD(x) full_matrices=True, compute_uv=True; Solve(a b); SolveTriangular(a b) lower=False`,
};

/** A class of operations. */
export interface OperationClass {
  readonly module: string;
  /** What a call takes by position; `*operands` takes all that is left. */
  readonly call: readonly string[];
  /** The constructor's, which make up the configuration. */
  readonly config: readonly SignatureParameter[];
}

let classes: Map<string, OperationClass> | undefined;

/** Keras's class of this name; undefined for one that Layerscope does not write or read. */
export function operationClass(name: string): OperationClass | undefined {
  classes ??= new Map(
    Object.entries(table).flatMap(([module, text]) =>
      text.split(';').map((row): [string, OperationClass] => {
        const [, own = '', call = '', config = ''] = /^\s*(\w+)\(([^)]*)\)\s*(.*)$/s.exec(row) ?? [];
        return [
          own,
          {
            module: `keras.src.ops.${module}`,
            call: call.split(' ').filter(Boolean),
            config: parseSignature(config.replace(/\s+/g, ' ').trim()).parameters,
          },
        ];
      }),
    ),
  );
  return classes.get(name);
}
