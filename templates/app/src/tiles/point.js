// What the reader of vector tiles needs of a point; the package that it asks for has a geometry's worth of methods.
// The bundler puts this in the place of `@mapbox/point-geometry`.

export default class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  clone() {
    return new Point(this.x, this.y);
  }
}
