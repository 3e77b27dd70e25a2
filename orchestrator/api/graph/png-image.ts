/** Turns an SVG image into a PNG; the renderer and its font are loaded when first asked for. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Wider images are made smaller: their memory grows with the square. */
const WIDTH_PIXELS_MAX = 4_000;

/** @param svg begins with an element that says its width */
export async function pngImage(svg: string): Promise<Buffer> {
  const width = Number(/ width="(\d+)"/.exec(svg)?.[1] ?? 0);
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    font: {
      fontFiles: [require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')],
      loadSystemFonts: false,
      defaultFontFamily: 'DejaVu Sans',
    },
    ...(width > WIDTH_PIXELS_MAX && {
      fitTo: { mode: 'width' as const, value: WIDTH_PIXELS_MAX },
    }),
  });
  return image.asPng();
}
