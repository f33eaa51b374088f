export const printTables = (r) => console.log(JSON.stringify(r.questions, null, 1));
export const writePage = async () => {};
