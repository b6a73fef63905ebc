declare module 'virtual:vision-loader' {
  const loader: { wasmLoaderPath: string; wasmBinaryPath: string };
  export default loader;
}
