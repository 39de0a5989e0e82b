gc();gc(); let a=process.memoryUsage().heapUsed;
const step=async(n)=>{await import(n).catch(e=>console.log(e.code)); gc();gc(); const b=process.memoryUsage().heapUsed; console.log(n.padEnd(36),((b-a)/1048576).toFixed(2)); a=b;};
for(const m of process.argv.slice(2)) await step(m);
