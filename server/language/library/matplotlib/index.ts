import type { NativeModule } from '../../values/native-module.js';
import type { Value } from '../../values/value.js';
import { display, drawing, subplots } from './figure.js';

/** Plots: accepted and drawn nowhere, since runs do not show figures. */
export const modules: readonly NativeModule[] = [
  {
    name: 'matplotlib',
    members: { rcParams: display(), use: drawing('matplotlib.use'), style: display(), colormaps: display() },
  },
  {
    name: 'matplotlib.pyplot',
    aliases: ['pylab'],
    members: {
      ...drawings(
        'matplotlib.pyplot',
        `annotate arrow autoscale axes axhline axhspan axis axvline axvspan bar bar_label barh box cla clf close clim clabel
        colorbar contour contourf delaxes draw errorbar figlegend fignum_exists figtext figure fill fill_between gca gcf get_cmap
        gci grid hexbin hlines imsave imshow ioff ion isinteractive legend locator_params margins matshow minorticks_off
        minorticks_on pause pcolor pcolormesh pie polar quiver rc rc_context rcdefaults savefig sca scatter semilogx semilogy
        loglog set_cmap setp show spy stackplot stem step stairs streamplot subplot subplot2grid subplot_mosaic subplots_adjust
        suptitle switch_backend table text tick_params ticklabel_format tight_layout title tripcolor twinx twiny violinplot
        vlines xlabel xlim xscale xticks ylabel ylim yscale yticks boxplot
        autumn bone cool copper flag gray hot hsv inferno jet magma nipy_spectral pink plasma prism spring summer viridis winter`,
      ),
      plot: drawing('matplotlib.pyplot.plot', 1),
      hist: drawing('matplotlib.pyplot.hist', 3),
      hist2d: drawing('matplotlib.pyplot.hist2d', 4),
      subplots: { kind: 'native', function: subplots('matplotlib.pyplot.subplots', true) },
      rcParams: display(),
      style: display(),
      cm: display(),
    },
  },
  ...['cm', 'colors', 'ticker', 'patches', 'gridspec', 'lines', 'animation', 'style'].map(
    (name): NativeModule => ({
      name: `matplotlib.${name}`,
      members: drawings(
        `matplotlib.${name}`,
        `get_cmap ListedColormap LinearSegmentedColormap Normalize LogNorm MaxNLocator MultipleLocator FuncFormatter PercentFormatter
        ScalarFormatter Rectangle Circle Patch Polygon Ellipse GridSpec Line2D FuncAnimation viridis binary gray Greys coolwarm jet use`,
      ),
    }),
  ),
  {
    name: 'seaborn',
    members: drawings(
      'seaborn',
      `barplot boxenplot boxplot catplot clustermap color_palette countplot cubehelix_palette despine displot distplot ecdfplot heatmap
      histplot jointplot kdeplot lineplot lmplot pairplot pointplot regplot relplot residplot rugplot scatterplot set set_color_codes
      set_context set_palette set_style set_theme stripplot swarmplot violinplot FacetGrid PairGrid JointGrid`,
    ),
  },
];

function drawings(module: string, names: string): Record<string, Value> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, drawing(`${module}.${name}`)]));
}
