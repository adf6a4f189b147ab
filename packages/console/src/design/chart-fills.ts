/** What is drawn over the colour of a series, so that they differ for those who do not see colours: in a square of 8. */
const MARKS: Readonly<Record<string, (draw: CanvasRenderingContext2D) => void>> = {
  tone2: (draw) => lines(draw, [-4, 4, 4, -4], [0, 8, 8, 0], [4, 12, 12, 4]),
  tone3: (draw) => dots(draw, [2, 2], [6, 6]),
  tone4: (draw) => lines(draw, [0, 2, 8, 2], [0, 6, 8, 6]),
  tone5: (draw) => lines(draw, [-4, 4, 4, 12], [0, 0, 8, 8], [4, -4, 12, 4]),
  tone6: (draw) => lines(draw, [2, 0, 2, 8], [6, 0, 6, 8]),
};
const SIDE = 8;

type Line = readonly [x: number, y: number, toX: number, toY: number];

function lines(draw: CanvasRenderingContext2D, ...all: readonly Line[]): void {
  draw.beginPath();
  for (const [x, y, toX, toY] of all) {
    draw.moveTo(x, y);
    draw.lineTo(toX, toY);
  }
  draw.stroke();
}

function dots(draw: CanvasRenderingContext2D, ...all: readonly (readonly [x: number, y: number])[]): void {
  for (const [x, y] of all) {
    draw.beginPath();
    draw.arc(x, y, 1.1, 0, 2 * Math.PI);
    draw.fill();
  }
}

/** The colour of a series with its marks, as something to fill with. */
export function markedFill(tone: string, color: string, ground: string): string | CanvasPattern {
  const mark = MARKS[tone];
  if (mark === undefined) return color;
  const canvas = document.createElement('canvas');
  const pixels = SIDE * devicePixelRatio;
  [canvas.width, canvas.height] = [pixels, pixels];
  const draw = canvas.getContext('2d');
  if (!draw) return color;
  draw.scale(devicePixelRatio, devicePixelRatio);
  draw.fillStyle = color;
  draw.fillRect(0, 0, SIDE, SIDE);
  draw.globalAlpha = 0.55;
  [draw.fillStyle, draw.strokeStyle, draw.lineWidth] = [ground, ground, 1.2];
  mark(draw);
  return draw.createPattern(canvas, 'repeat') ?? color;
}
