using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ManualResetEventAsynchronousNamedTests() : ManualResetEventContract(WaitForm.Asynchronous, isNamed: true);
