"""Pillow: pictures made of arrays and read from files, changed, joined and written."""

from ask import ask

HEAD = """
import os
from PIL import Image, UnidentifiedImageError

pixels = (np.arange(6 * 9 * 4) * 37 % 256).astype('uint8').reshape(6, 9, 4)
grey, rgb, rgba = Image.fromarray(pixels[..., 0]), Image.fromarray(pixels[..., :3]), Image.fromarray(pixels)

def tell(*images):
    for image in images:
        array = np.array(image)
        places = np.arange(array.size).reshape(array.shape)
        print(image.mode, image.size, image.width, image.height, array.shape, array.dtype, array.ravel()[:7].tolist(), int((array * (places % 101 + 1)).sum()))

def tried(*calls):
    for call in calls:
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, str(error).split(' (in ')[0])
"""

ask(
    {
        "made of arrays and written": HEAD
        + """
tell(grey, rgb, rgba, Image.fromarray(pixels[..., :2]), Image.fromarray(pixels[::-1, ::2, 1]), Image.fromarray(pixels[..., 0], 'L'))
os.makedirs('images/gan', exist_ok=True)
for name, image in {'grey': grey, 'rgb': rgb, 'rgba': rgba}.items():
    image.save('images/gan/%s.png' % name)
    read = Image.open(f'images/gan/{name}.png')
    tell(read)
    print(read.format, image.format, np.array_equal(np.array(read), np.array(image)))
with Image.open('images/gan/rgb.png') as image:
    tell(image.convert('L'))
    array = np.asarray(image, dtype='float32') / 255.
    print(array.shape, array.dtype, float(array[0, 0, 0]))
grey.save('images/by-format', format='png')
tell(Image.open('images/by-format'))
rgb.show()
rgb.close()
""",
        "converted and resized": HEAD
        + """
for image in (grey, rgb, rgba, Image.fromarray(pixels[..., :2])):
    tell(*[image.convert(mode) for mode in ('L', 'LA', 'RGB', 'RGBA')])
    tell(image.copy(), image.resize((9, 6)), image.resize((4, 5)), image.resize((20, 3), Image.NEAREST))
    for filter in (Image.BILINEAR, Image.BICUBIC, Image.LANCZOS, Image.BOX, Image.HAMMING, Image.Resampling.LANCZOS):
        tell(image.resize((5, 11), filter))
    tell(image.resize((3, 3), Image.BILINEAR, box=(1, 1, 7, 5)), image.resize(size=[2, 2], resample=Image.NEAREST, box=(1, 1, 7, 5)))
tell(Image.fromarray(pixels[..., 3]).resize((64, 64)).convert('RGB'))
""",
        "cut, turned and joined": HEAD
        + """
for image in (grey, rgb, rgba):
    tell(image.crop((1, 2, 5, 6)), image.crop((-2, -1, 12, 7)), image.crop((0.5, 1.5, 3.5, 2.6)))
    tell(*[image.transpose(way) for way in (Image.FLIP_LEFT_RIGHT, Image.FLIP_TOP_BOTTOM, Image.ROTATE_90, Image.ROTATE_180, Image.ROTATE_270, Image.TRANSPOSE, Image.Transpose.TRANSVERSE)])
    print(image.getpixel((3, 2)), image.getpixel((-1, -1)))
sheet = Image.new('L', (28, 21))
for row in range(3):
    for column in range(3):
        tile = Image.fromarray((pixels[..., row] // (column + 1)).astype(np.uint8), mode='L')
        sheet.paste(tile, (column * 10, row * 7))
tell(sheet)
wide = Image.new('RGB', (12, 5), 'white')
wide.paste(rgb, (7, 2))
wide.paste(grey, (-4, -3))
wide.paste(rgb.crop((0, 0, 2, 2)), (0, 3, 2, 5))
wide.paste((9, 8, 7), (3, 0, 5, 5))
tell(wide, Image.new('RGBA', (2, 2)), Image.new('RGB', (2, 2), (1, 2, 3)), Image.new('RGB', (2, 2), 255), Image.new('L', (2, 2), 300), Image.new('RGB', (1, 1), '#a0b'), Image.new('L', (2, 1), 'red'))
wide.paste('blue', (10, 0, 20, 2))
tell(wide)
""",
        "what goes wrong": HEAD
        + """
tried(lambda: Image.open('none.png'), lambda: Image.fromarray(np.zeros((2, 2, 1), 'uint8')), lambda: Image.fromarray(np.zeros((1, 2, 2, 3), 'uint8')))
tried(lambda: Image.fromarray(np.zeros((2, 2, 3))), lambda: Image.fromarray(np.zeros((2, 2, 3), 'float32')), lambda: Image.fromarray(np.zeros((2, 2), 'uint8'), 'RGB'), lambda: Image.fromarray(np.zeros((2, 2), 'int64')))
with open('text.png', 'w') as file:
    file.write('no picture')
tried(lambda: Image.open('text.png'), lambda: grey.save('grey'), lambda: grey.save('grey.xyz'), lambda: grey.save('no/folder.png'))
whole = Image.new('RGB', (60, 50), 'red')
whole.save('whole.png')
with open('whole.png', 'rb') as file:
    content = file.read()
with open('cut.png', 'wb') as file:
    file.write(content[:60])
for name in ('whole.png', 'text.png', 'cut.png'):
    try:
        print(Image.open(name).convert('L').size)
    except OSError as error:
        print(name, isinstance(error, UnidentifiedImageError))
tried(lambda: Image.new('RGB', (0, 3)).save('nothing.png'), lambda: grey.crop((1, 1, 1, 4)).size)
part, twin = whole.crop(), whole.convert()
for each in (part, twin):
    each.paste('blue', (0, 0, 2, 2))
    print(whole.getpixel((0, 0)), each.getpixel((0, 0)))
tried(lambda: grey.crop((3, 0, 1, 1)), lambda: grey.crop((0, 3, 1, 1)), lambda: grey.resize((0, 2)), lambda: grey.paste(rgb, (0, 0, 3, 3)), lambda: grey.getpixel((9, 0)), lambda: grey.paste(7), lambda: grey.paste(7, (1, 1)))
tried(lambda: Image.new('Q', (1, 1)), lambda: Image.new('L', (1, -1)), lambda: grey.transpose(9), lambda: grey.resize((2.5, 2)))
try:
    Image.open('text.png')
except (IOError, SyntaxError) as error:
    print('skipped')
""",
        "pictures by Keras": HEAD
        + """
def saved(name, *args, **kwargs):
    keras.utils.save_img(name, *args, **kwargs)
    tell(Image.open(name))

waves = np.sin(np.arange(6 * 5 * 3)).reshape(6, 5, 3)
saved('a.png', waves)
saved('b.png', pixels[..., :3], scale=False)
saved('c.png', waves[..., :1].transpose(2, 0, 1), data_format='channels_first')
saved('d.png', np.zeros((3, 3, 4)))
tell(keras.utils.array_to_img(waves), keras.utils.array_to_img(pixels[..., :1] / 255.), keras.utils.array_to_img(pixels, scale=False))
tell(keras.utils.array_to_img(waves * 3).resize((10, 12)))
tried(lambda: keras.utils.array_to_img(waves[0]), lambda: keras.utils.array_to_img(waves[..., :2]))
back = keras.utils.img_to_array(keras.utils.load_img('a.png', target_size=(3, 3)))
print(back.shape, back.dtype, back[0, 0].tolist())
print(keras.utils.img_to_array(grey).shape, keras.utils.img_to_array(rgb.resize((4, 4))).sum())
""",
    }
)
