"""Programs that write arrays into files of text and archives."""

from ask import ask

ask(
    {
        "arrays in files of text and in archives": r"""
import gzip
import io
from pathlib import Path
a=np.arange(6).reshape(2,3); f=np.array([0.1,1e20,np.nan,-np.inf]); g=f.astype('float32')
np.savetxt('a.txt',a); print(open('a.txt').read())
np.savetxt('b.txt',a,fmt='%d',delimiter=','); print(open('b.txt').read())
np.savetxt('c.txt',f,fmt='%.3g',header='x\ny',footer='end',comments='//'); print(open('c.txt').read())
np.savetxt('d.txt',g,fmt='%s'); print(open('d.txt').read())
np.savetxt('e.txt',np.c_[f,f],fmt=['%.2f','%10.5f'],delimiter=' | '); print(open('e.txt').read())
np.savetxt('h.txt',a,fmt='%d-%d:%d',newline='\r\n'); print(repr(open('h.txt',newline='').read()))
with open('i.tsv','w') as h: np.savetxt(h,np.array([3,1,2])); 
print(open('i.tsv').read())
with open('j.tsv','wb') as h: np.savetxt(h,np.array([True,False]),fmt='%d'); 
print(open('j.tsv').read())
np.savetxt('k.txt.gz',a,fmt='%i'); print(gzip.open('k.txt.gz','rt').read())
s=io.StringIO(); np.savetxt(s,a,fmt='%5.1f'); print(s.getvalue())
for bad in (lambda: np.savetxt('x',np.array(1.)), lambda: np.savetxt('x',np.zeros((2,2,2))), lambda: np.savetxt('x',a,fmt=['%d']), lambda: np.savetxt('x',a,fmt='%d %d'),lambda: np.savetxt('x',np.array(['p','q'])), lambda: np.savetxt('x', a, fmt=3)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
np.savetxt('q.txt',np.array(['p','q']),fmt='%s'); print(open('q.txt').read())
np.savez('z',a,f,name=g); z=np.load('z.npz'); print(sorted(z.files), z['arr_0'], z['arr_1'], z['name'])
np.savez_compressed(Path('y.npz'),x=a,y=[1,2,3]); z=np.load(Path('y.npz')); print(z.files, z['y'], z['x'].dtype)
np.save(Path('w'),f); print(np.load(Path('w.npy')))
with open('v.npy','wb') as h: np.save(h,a)
print(np.load('v.npy'))
try: np.savez('t',a,arr_0=f)
except Exception as e: print(type(e).__name__, e)
print(np.loadtxt('b.txt',delimiter=','), np.loadtxt('a.txt').sum())
""",
    }
)
