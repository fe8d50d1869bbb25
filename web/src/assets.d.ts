declare module "asset:*" {
  const address: string;
  export default address;
}
