// Names at sea and the islands of Hoàng Sa and Trường Sa: small land that a coarse tile would lose, so it is drawn from here.
import type { FeatureCollection, Point } from "geojson";

type Place = [name: string, lon: number, lat: number];

const SEAS: Place[] = [
  ["Biển Đông", 112.6, 13.6],
  ["Vịnh Bắc Bộ", 107.9, 19.9],
  ["Vịnh Thái Lan", 103.1, 8.9],
];

const ARCHIPELAGOS: Place[] = [
  ["Quần đảo Hoàng Sa\n(Việt Nam)", 112.0, 17.55],
  ["Quần đảo Trường Sa\n(Việt Nam)", 114.2, 7.4],
];

const ISLANDS: Place[] = [
  ["Đảo Hoàng Sa", 111.605, 16.535],
  ["Đảo Phú Lâm", 112.339, 16.834],
  ["Đảo Linh Côn", 112.729, 16.667],
  ["Đảo Quang Ảnh", 111.502, 16.451],
  ["Đảo Quang Hòa", 111.711, 16.452],
  ["Đảo Duy Mộng", 111.753, 16.467],
  ["Đảo Tri Tôn", 111.202, 15.785],
  ["Đảo Cây", 112.269, 16.977],
  ["Đảo Song Tử Tây", 114.331, 11.43],
  ["Đảo Song Tử Đông", 114.355, 11.454],
  ["Đảo Thị Tứ", 114.284, 11.053],
  ["Đảo Ba Bình", 114.366, 10.377],
  ["Đảo Sơn Ca", 114.481, 10.376],
  ["Đảo Nam Yết", 114.366, 10.18],
  ["Đảo Sinh Tồn", 114.329, 9.886],
  ["Đảo Sinh Tồn Đông", 114.562, 9.906],
  ["Đảo Trường Sa", 111.92, 8.645],
  ["Đảo Trường Sa Đông", 112.348, 8.935],
  ["Đảo Phan Vinh", 113.694, 8.972],
  ["Đảo An Bang", 112.92, 7.892],
];

function collection(places: Place[], kind: string): FeatureCollection<Point>["features"] {
  return places.map(([name, lon, lat]) => ({ type: "Feature", properties: { name, kind }, geometry: { type: "Point", coordinates: [lon, lat] } }));
}

export const seaPlaces: FeatureCollection<Point> = {
  type: "FeatureCollection",
  features: [...collection(SEAS, "sea"), ...collection(ARCHIPELAGOS, "archipelago"), ...collection(ISLANDS, "island")],
};
